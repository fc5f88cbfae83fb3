using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Testing;

namespace Pipeline.Core.Identity;

public class IdentityTests
{
    private const string Empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void Digest_OfNothing_IsThePublishedOne() => Digest.OfBytes([]).ToString().ShouldBe(Empty);

    [Fact]
    public async Task Digest_OfFileAndBytes_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["a"], "abc", TestContext.Current.CancellationToken);

        var digest = await Digest.OfFileAsync(folder["a"], TestContext.Current.CancellationToken);

        digest.ShouldBe(Digest.OfText("abc"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256:g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(Empty + "0")]
    [InlineData(Empty + "\n")]
    public void Digest_Malformed_IsRefused(string text)
    {
        Digest.TryParse(text, null, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => Digest.Parse(text)).Message.ShouldContain("64 lower-case");
    }

    [Fact]
    public void Digest_Default_IsNotWritten() =>
        Should.Throw<InvalidOperationException>(() => JsonSerializer.Serialize(default(Digest)));

    [Theory]
    [InlineData("loan-default", true)]
    [InlineData("a", true)]
    [InlineData("a1-b2", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a--b", false)]
    [InlineData("1a", false)]
    [InlineData("Loan", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("a\n", false)]
    public void ModelName_Text_IsASafeSlug(string text, bool expected) =>
        ModelName.TryParse(text, null, out _).ShouldBe(expected);

    [Fact]
    public void ModelName_OfMoreThan63Characters_IsRefused() =>
        ModelName.TryParse(new string('a', 64), null, out _).ShouldBeFalse();

    [Fact]
    public void RunId_SameContent_IsTheSame()
    {
        var id = RunId.Of(Digest.OfText("a"));

        RunId.Of(Digest.OfText("a")).ShouldBe(id);
        RunId.Of(Digest.OfText("b")).ShouldNotBe(id);
        RunId.Parse(id.ToString()).ShouldBe(id);
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("v12", 12)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("vv1", null)]
    [InlineData(" 1", null)]
    [InlineData("99999999999", null)]
    public void ModelVersion_Text_IsAPositiveNumber(string text, int? expected) =>
        (ModelVersion.TryParse(text, null, out var version) ? version.Number : (int?)null).ShouldBe(expected);

    [Fact]
    public void Identities_AsJson_SurviveARoundTrip()
    {
        var ids = new Ids(new ModelVersion(3), new ImageDigest(Digest.OfText("a")), ModelName.Parse("m"));

        var json = JsonSerializer.Serialize(ids, DocumentJson.Options);

        JsonSerializer.Deserialize<Ids>(json, DocumentJson.Options).ShouldBe(ids);
        json.ShouldContain("\"version\": 3");
    }

    [Theory]
    [InlineData("{\"version\": 0, \"image\": \"sha256:x\", \"name\": \"m\"}")]
    [InlineData("{\"version\": 1, \"image\": \"sha256:x\", \"name\": \"m\"}")]
    [InlineData("{\"version\": 1, \"image\": 5, \"name\": \"m\"}")]
    public void Identities_Malformed_AreJsonExceptions(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Ids>(json, DocumentJson.Options));

    private sealed record Ids(ModelVersion Version, ImageDigest Image, ModelName Name);
}
