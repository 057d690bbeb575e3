/** Place of the demo accounts: a township and one of its villages, as they stand in the county's own data. */
export interface DemoPlaces {
  township: string;
  village: string;
  /** Further townships whose loans the demo shows, each with an account of its own. */
  otherTownships: string[];
}

const standard: DemoPlaces = { township: '城关镇', village: '东关村', otherTownships: [] };

const ofCounty: Record<string, DemoPlaces> = {
  'bachu-2024': { township: '琼库尔恰克乡', village: '1村', otherTownships: [] },
  'yubei-2021': { township: '龙兴镇', village: '北山村', otherTownships: [] },
  'demo-2026': {
    township: '青山镇',
    village: '6村',
    otherTownships: [
      ...['东川镇', '云岭乡', '北坡乡', '南坪乡', '城关镇', '杏林乡'],
      ...['柳溪镇', '河湾乡', '白杨镇', '石桥镇', '龙泉乡'],
    ],
  },
};

export const placesOf = (county: string): DemoPlaces => ofCounty[county] ?? standard;
