/** Types of the used part of the package `shapefile`, which has none of its own. */
declare module "shapefile" {
  export interface Feature {
    type: "Feature";
    properties: Record<string, string | number | boolean | Date | null>;
    geometry: { type: string; coordinates: unknown } | null;
  }

  export interface FeatureCollection {
    type: "FeatureCollection";
    features: Feature[];
    bbox: [number, number, number, number];
  }

  export function read(shp: string, dbf?: string, options?: { encoding?: string }): Promise<FeatureCollection>;
}
