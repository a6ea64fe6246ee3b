import { isPublicAddress } from '../../src/lib/public-address';

describe('isPublicAddress', () => {
  it.each(['1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::8a'])(
    'takes %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['this machine', '127.0.0.1 127.255.255.254 ::1'],
    ['no address', '0.0.0.0 0.1.2.3 :: 255.255.255.255'],
    ['a private network', '10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fd12:3456::1'],
    ['the link', '169.254.169.254 fe80::1 febf::1'],
    ['a provider', '100.64.0.1 100.127.255.254 100.100.100.200 168.63.129.16'],
    ['many', '224.0.0.1 239.255.255.255 ff02::1'],
    ['documents and measurements', '192.0.2.1 198.51.100.1 203.0.113.1 198.18.0.1 2001:db8::1 3fff::1 2001:2::1'],
    ['nobody yet', '240.0.0.1 192.0.0.8 4000::1 5f00::1 fec0::1 100::1'],
    ['IPv4, mapped', '::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:1.1.1.1 ::127.0.0.1'],
    ['IPv4, translated', '64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::a00:1 ::ffff:0:127.0.0.1'],
    ['IPv4, tunnelled', '2002:7f00:1:: 2002:a00:1:: 2001::1 2001:0:a00:1::'],
    ['no text of an address', 'localhost example.org 1.2.3 0x7f.1 2130706433'],
  ])('refuses what is of %s', (_whose, addresses) => {
    expect(addresses.split(' ').filter(isPublicAddress)).toEqual([]);
  });
});
