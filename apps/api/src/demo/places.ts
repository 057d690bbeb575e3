/** Places of the demo accounts: a township and two of its villages, as they stand in the county's own data. */
export interface DemoPlaces {
  township: string;
  villages: [string, string];
}

const standard: DemoPlaces = { township: '城关镇', villages: ['东关村', '西关村'] };

const ofCounty: Record<string, DemoPlaces> = {
  'bachu-2024': { township: '琼库尔恰克乡', villages: ['1村', '2村'] },
  'yubei-2021': { township: '龙兴镇', villages: ['北山村', '南山村'] },
  'demo-2026': { township: '琼库尔恰克乡', villages: ['1村', '2村'] },
};

export const placesOf = (county: string): DemoPlaces => ofCounty[county] ?? standard;
