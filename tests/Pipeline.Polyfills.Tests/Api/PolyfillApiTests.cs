namespace Pipeline.Polyfills.Api;

public class PolyfillApiTests(ITestOutputHelper output) : IClassFixture<ApiListingRenewal>
{
    [Fact]
    public void Polyfill_EveryPublicMember_IsInTheRealApi()
    {
        var lines = PolyfillApi.Lines();
        var listing = new ApiListing(File.ReadLines(PolyfillApi.ListingFile));

        var violations = new ApiComparison(listing).Violations(lines).ToList();

        output.WriteLine($"{lines.Count(x => x.IsType)} types and {lines.Count(x => !x.IsType)} members checked");
        lines.ShouldNotBeEmpty();
        Assert.True(violations.Count == 0, $"""
            A polyfill is never wider than the real API, as {PolyfillApi.PackageId}.txt lists it:

            {string.Join("\n\n", violations)}
            """);
    }

    [Fact]
    public void Types_NamedForTheListing_AreThoseOfThePolyfill()
    {
        var named = File.ReadAllLines(PolyfillApi.TypesFile);

        named.ShouldBe(PolyfillApi.TypeNames(), $"To renew the files: {ApiCut.Command}");
    }

    [Fact]
    public void Listing_InTheRepository_IsCutFromTheReference()
    {
        var cut = ApiCut.Cut(PolyfillApi.ReferenceFile, File.ReadAllLines(PolyfillApi.TypesFile));

        File.ReadAllText(PolyfillApi.ListingFile).ShouldBe(cut, $"To renew the files: {ApiCut.Command}");
    }
}
