/** The TeX command for a sign of mathematics, without its backslash; the command wants math mode. */
const SYMBOL_COMMANDS: Record<string, string> = {
  ...{ α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ϵ: 'epsilon', ε: 'varepsilon', ζ: 'zeta', η: 'eta' },
  ...{ θ: 'theta', ϑ: 'vartheta', ι: 'iota', κ: 'kappa', λ: 'lambda', μ: 'mu', ν: 'nu', ξ: 'xi', π: 'pi' },
  ...{ ϖ: 'varpi', ρ: 'rho', ϱ: 'varrho', σ: 'sigma', ς: 'varsigma', τ: 'tau', υ: 'upsilon', ϕ: 'phi' },
  ...{ φ: 'varphi', χ: 'chi', ψ: 'psi', ω: 'omega' },
  ...{ Γ: 'Gamma', Δ: 'Delta', Θ: 'Theta', Λ: 'Lambda', Ξ: 'Xi', Π: 'Pi', Σ: 'Sigma', Υ: 'Upsilon' },
  ...{ Φ: 'Phi', Ψ: 'Psi', Ω: 'Omega' },
  ...{ '∞': 'infty', '×': 'times', '÷': 'div', '±': 'pm', '∓': 'mp', '≤': 'leq', '≥': 'geq', '≠': 'neq' },
  ...{ '≈': 'approx', '≡': 'equiv', '∼': 'sim', '≃': 'simeq', '∝': 'propto', '≪': 'll', '≫': 'gg' },
  ...{ '∈': 'in', '∉': 'notin', '⊂': 'subset', '⊆': 'subseteq', '∪': 'cup', '∩': 'cap', '∅': 'emptyset' },
  ...{ '∀': 'forall', '∃': 'exists', '¬': 'neg', '∧': 'wedge', '∨': 'vee', '⊕': 'oplus', '⊗': 'otimes' },
  ...{ '∇': 'nabla', '∂': 'partial', '∑': 'sum', '∏': 'prod', '∫': 'int', '√': 'surd', ℓ: 'ell', ℏ: 'hbar' },
  ...{ '→': 'rightarrow', '←': 'leftarrow', '↔': 'leftrightarrow', '↑': 'uparrow', '↓': 'downarrow' },
  ...{ '⇒': 'Rightarrow', '⇐': 'Leftarrow', '⇔': 'Leftrightarrow', '↦': 'mapsto', '⟨': 'langle', '⟩': 'rangle' },
  ...{ '⋆': 'star', '★': 'bigstar', '∗': 'ast', '∘': 'circ', '⋅': 'cdot', '⋯': 'cdots', '∥': 'parallel', '⊥': 'perp' },
  ...{ '♠': 'spadesuit', '♥': 'heartsuit', '♦': 'diamondsuit', '♣': 'clubsuit' },
};

/** Second names of the same signs, only ever read. */
const SYMBOL_SYNONYMS: Record<string, string> = {
  ...{ to: '→', gets: '←', le: '≤', ge: '≥', ne: '≠', land: '∧', lor: '∨', lnot: '¬', varnothing: '∅' },
  ...{ implies: '⇒', iff: '⇔', textmu: 'μ', upmu: 'μ', varkappa: 'κ', texttimes: '×', sqrt: '√' },
};

/** The TeX command for a letter that is not a base letter with accents, without its backslash; for text, not math. */
const LETTER_COMMANDS: Record<string, string> = {
  ...{ ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', å: 'aa', Å: 'AA' },
  ...{ ı: 'i', ȷ: 'j', đ: 'dj', Đ: 'DJ', ð: 'dh', Ð: 'DH', þ: 'th', Þ: 'TH', ŋ: 'ng', Ŋ: 'NG' },
};

const commandBySymbol = new Map(Object.entries(SYMBOL_COMMANDS));
const commandByLetter = new Map(Object.entries(LETTER_COMMANDS));
const symbolByCommand = new Map([...Object.entries(SYMBOL_SYNONYMS), ...inverted(SYMBOL_COMMANDS)]);
const letterByCommand = new Map(inverted(LETTER_COMMANDS));

function inverted(table: Record<string, string>): [string, string][] {
  return Object.entries(table).map(([character, command]) => [command, character]);
}

export function symbolCommand(character: string): string | undefined {
  return commandBySymbol.get(character);
}

export function letterCommand(character: string): string | undefined {
  return commandByLetter.get(character);
}

/** The character that `\command` prints in math mode, where it prints a single one. */
export function symbolOfCommand(command: string): string | undefined {
  return symbolByCommand.get(command);
}

/** The letter that `\command` prints in text. */
export function letterOfCommand(command: string): string | undefined {
  return letterByCommand.get(command);
}

/** A sign's name as people write it in words: `mu` for μ, `phi` for both forms of φ. */
export function spokenNameOf(symbol: string): string | undefined {
  return commandBySymbol.get(symbol)?.replace(/^var(?=.)/, '');
}
