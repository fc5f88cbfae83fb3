namespace Pipeline.Polyfills.Api;

/// <summary>Not a test but a command, run by name alone: <see cref="ApiCut.Command"/>.</summary>
public class ApiListingRenewal
{
    public static TheoryData<string> Polyfills => PolyfillApiTests.Polyfills;

    [Theory(Explicit = true)]
    [MemberData(nameof(Polyfills))]
    public void Listing_WithTheTypesOfThePolyfill_IsCutAnew(string packageId)
    {
        var polyfill = new PolyfillApi(packageId);
        var types = polyfill.TypeNames();

        File.WriteAllText(polyfill.ListingFile, ApiCut.Cut(polyfill.ReferenceFile, types));
        File.WriteAllText(polyfill.TypesFile, string.Concat(types.Select(x => x + "\n")));

        File.ReadAllLines(polyfill.TypesFile).ShouldNotBeEmpty();
    }
}
