/** What people say who want a picture or video larger. */
export const largerWords =
  'larger,bigger,enlarge,enlarged,enlarging,upsize,upscaled,upscaling,sharper,sharpen,sharp,crisp,crisper,clearer,resolution,blurry,deblur,unblur,pixelated,hires,hi res'.split(
    ',',
  );
