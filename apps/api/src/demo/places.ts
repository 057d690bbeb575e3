/** Place of the demo accounts: a township and one of its villages, as they stand in the county's own data. */
export interface DemoPlaces {
  township: string;
  village: string;
}

const standard: DemoPlaces = { township: '城关镇', village: '东关村' };

const ofCounty: Record<string, DemoPlaces> = {
  'bachu-2024': { township: '琼库尔恰克乡', village: '1村' },
  'yubei-2021': { township: '龙兴镇', village: '北山村' },
  'demo-2026': { township: '青山镇', village: '6村' },
};

export const placesOf = (county: string): DemoPlaces => ofCounty[county] ?? standard;
