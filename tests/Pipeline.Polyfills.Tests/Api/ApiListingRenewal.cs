namespace Pipeline.Polyfills.Api;

/// <summary>
/// Cuts the listing anew before the tests compare them, where PIPELINE_APPROVE=1 asks for it: <see cref="ApiCut.Command"/>.
/// </summary>
public sealed class ApiListingRenewal
{
    public ApiListingRenewal()
    {
        if (Environment.GetEnvironmentVariable("PIPELINE_APPROVE") != "1")
            return;
        var types = PolyfillApi.TypeNames();
        File.WriteAllText(PolyfillApi.ListingFile, ApiCut.Cut(PolyfillApi.ReferenceFile, types));
        File.WriteAllText(PolyfillApi.TypesFile, string.Concat(types.Select(x => x + "\n")));
    }
}
