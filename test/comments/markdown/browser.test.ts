import { renderMarkdown } from '../../../src/comments/markdown/markdown';
import { findChromium, launchOfflineChromium } from '../../web/chromium';
import { PAYLOADS } from './payloads';

const chromiumPath = findChromium();
const itInBrowser = chromiumPath === undefined ? it.skip : it;

interface Seen {
  attacks: number;
  handlers: string[];
  elements: string[];
  schemes: string[];
}

const ATTACK = 'window.attacks = 0; window.attack = () => void window.attacks++;';

/** What a page holds once it is read, as text: the browser runs it. */
const LOOK = `(() => {
  const all = [...document.body.querySelectorAll('*')];
  return {
    attacks: window.attacks,
    handlers: all.flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith('on') || name === 'style')),
    elements: [...new Set(all.map((one) => one.localName))],
    schemes: [...new Set(all.filter((one) => one.hasAttribute('href')).map((one) => one.protocol))],
  };
})()`;

describe('a browser that shows comments', () => {
  itInBrowser('runs and loads nothing of any payload', async () => {
    const browser = await launchOfflineChromium(chromiumPath as string);
    try {
      const page = await browser.newPage();
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      await page.addInitScript(ATTACK);
      const show = async (html: string): Promise<Seen> => {
        await page.goto('about:blank');
        await page.setContent(`<!doctype html><body>${html}</body>`);
        return page.evaluate<Seen>(LOOK);
      };
      // The attack itself works here.
      expect((await show('<script>attack()</script>')).attacks).toBe(1);

      const seen = await show(PAYLOADS.map((payload) => renderMarkdown(payload).html).join('\n'));
      expect({ attacks: seen.attacks, handlers: seen.handlers }).toEqual({ attacks: 0, handlers: [] });
      expect(seen.elements).toContain('a');
      expect(
        seen.elements.filter((name) => /^(?:script|img|svg|math|iframe|style|link|form|input|object)$/.test(name)),
      ).toEqual([]);
      expect(seen.schemes.filter((scheme) => !['http:', 'https:', 'mailto:'].includes(scheme))).toEqual([]);
      expect(requests.filter((url) => url !== 'about:blank')).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
