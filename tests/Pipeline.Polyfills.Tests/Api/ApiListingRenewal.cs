namespace Pipeline.Polyfills.Api;

/// <summary>
/// Cuts the listings anew before the tests compare them, where PIPELINE_APPROVE=1 asks for it: <see cref="ApiCut.Command"/>.
/// </summary>
public sealed class ApiListingRenewal
{
    public ApiListingRenewal()
    {
        if (Environment.GetEnvironmentVariable("PIPELINE_APPROVE") != "1")
            return;
        foreach (var polyfill in PolyfillApi.PackageIds.Select(x => new PolyfillApi(x)))
        {
            var types = polyfill.TypeNames();
            File.WriteAllText(polyfill.ListingFile, ApiCut.Cut(polyfill.ReferenceFile, types));
            File.WriteAllText(polyfill.TypesFile, string.Concat(types.Select(x => x + "\n")));
        }
    }
}
