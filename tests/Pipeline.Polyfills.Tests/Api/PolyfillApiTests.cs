namespace Pipeline.Polyfills.Api;

public class PolyfillApiTests(ITestOutputHelper output) : IClassFixture<ApiListingRenewal>
{
    public static TheoryData<string> Polyfills => [.. PolyfillApi.PackageIds];

    [Theory]
    [MemberData(nameof(Polyfills))]
    public void Polyfill_EveryPublicMember_IsInTheRealApi(string packageId)
    {
        var polyfill = new PolyfillApi(packageId);
        var lines = polyfill.Lines();
        var listing = new ApiListing(File.ReadLines(polyfill.ListingFile));

        var violations = new ApiComparison(listing).Violations(lines).ToList();

        output.WriteLine($"{packageId}: {lines.Count(x => x.IsType)} types and {lines.Count(x => !x.IsType)} members checked");
        lines.ShouldNotBeEmpty();
        Assert.True(violations.Count == 0, $"""
            A polyfill is never wider than the real API, as {packageId}.txt lists it:

            {string.Join("\n\n", violations)}
            """);
    }

    [Theory]
    [MemberData(nameof(Polyfills))]
    public void Types_NamedForTheListing_AreThoseOfThePolyfill(string packageId)
    {
        var polyfill = new PolyfillApi(packageId);

        var named = File.ReadAllLines(polyfill.TypesFile);

        named.ShouldBe(polyfill.TypeNames(), $"To renew the files: {ApiCut.Command}");
    }

    [Theory]
    [MemberData(nameof(Polyfills))]
    public void Listing_InTheRepository_IsCutFromTheReference(string packageId)
    {
        var polyfill = new PolyfillApi(packageId);

        var cut = ApiCut.Cut(polyfill.ReferenceFile, File.ReadAllLines(polyfill.TypesFile));

        File.ReadAllText(polyfill.ListingFile).ShouldBe(cut, $"To renew the files: {ApiCut.Command}");
    }
}
