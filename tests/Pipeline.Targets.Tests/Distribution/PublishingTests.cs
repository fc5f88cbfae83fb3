using NuGet.Versioning;
using Pipeline.Core.Problems;
using Pipeline.Distribution;
using Pipeline.Targets.Failures;
using Pipeline.Testing;

namespace Pipeline.Targets.Distribution;

public sealed class PublishingTests : IDisposable
{
    private const string Key = "a-key-that-nobody-may-see";

    private readonly TemporaryFolder _folder = new();
    private readonly string _package;

    public PublishingTests()
    {
        var content = new PackageContent("Pipeline.Models", "Some.", [PackageFile.OfText("lib/net10.0/a.txt", "a")], []);
        _package = content.Write(
            _folder["packed"], new NuGetVersion(1, 2, 3), Path.Combine(Repository.Root, "LICENSE"));
    }

    [Fact]
    public async Task Push_ToAFolder_PutsThePackageThere()
    {
        await PushAsync(Feed());

        Files().ShouldHaveSingleItem().ShouldBe("Pipeline.Models.1.2.3.nupkg");
    }

    [Fact]
    public async Task Push_Twice_IsNoFault()
    {
        var feed = Feed();

        await PushAsync(feed);
        await PushAsync(feed);

        Files().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("no-such-feed")]
    [InlineData("/no/such/folder")]
    public async Task Push_ToWhatIsNoFeed_SaysWhatIsAccepted(string source)
    {
        var exception = await Should.ThrowAsync<InvalidInputException>(() => PushAsync(source));

        exception.Message.ShouldContain(
            $"There is no feed '{source}'. Name one of the NuGet settings, an address, or the full path of a folder.");
    }

    [Theory]
    [InlineData("https://127.0.0.1:1/v3/index.json")]
    [InlineData("http://127.0.0.1:1/v3/index.json")]
    [InlineData("https://127.0.0.1:1/api/v2")]
    public async Task Push_ToAFeedThatDoesNotAnswer_IsASentenceWithoutTheKey(string source)
    {
        var exception = await Should.ThrowAsync<PackagesNotPushedException>(() => PushAsync(source));

        exception.Message.ShouldStartWith($"The packages could not be pushed to '{source}': ");
        exception.ToString().ShouldNotContain(Key);
        ExitCodes.Of(exception).ShouldBe(ExitCodes.Failure);
    }

    public void Dispose() => _folder.Dispose();

    private string Feed() => Directory.CreateDirectory(_folder["feed"]).FullName;

    private IEnumerable<string> Files() => Directory.GetFiles(_folder["feed"], "*", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(file));

    private Task PushAsync(string source) => new Publishing(_folder.Path).PushAsync([_package], source, Key);
}
