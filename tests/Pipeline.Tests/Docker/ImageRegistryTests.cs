using System.Security.Cryptography;
using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Testing;

namespace Pipeline.Docker.Registries;

public sealed class ImageRegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Push_Image_IsThereByItsDigestAndNotSentAgain()
    {
        using var server = new FakeImageRegistry();
        using var registry = Open(server);
        var image = Layout();
        (await registry.HasAsync(image, Token)).ShouldBeFalse();

        await registry.PushAsync(_folder.Path, image, Token);

        (await registry.HasAsync(image, Token)).ShouldBeTrue();
        server.Asked.Clear();
        await registry.PushAsync(_folder.Path, image, Token);
        server.Asked.ShouldAllBe(x => x.StartsWith("HEAD "));
    }

    [Fact]
    public async Task Push_BlobsThatAreThere_AreNotSentAgain()
    {
        using var server = new FakeImageRegistry();
        using var registry = Open(server);
        var image = Layout();
        await registry.PushAsync(_folder.Path, image, Token);
        server.Forget(image.ToString());
        server.Asked.Clear();

        await registry.PushAsync(_folder.Path, image, Token);

        server.Asked.ShouldNotContain(x => x.StartsWith("POST "));
        (await registry.HasAsync(image, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Push_RegistryThatAsksWhoItIs_IsShownTheLogin()
    {
        using var server = new FakeImageRegistry { Login = "ada:a:password" };
        File.WriteAllText(
            _folder["config.json"],
            $$$"""{"auths": {"{{{server.Address}}}": {"auth": "{{{Base64(server.Login)}}}"} } }""");
        using var registry = Open(server, RegistryLogin.Find(_folder.Path, server.Address));
        var image = Layout();

        await registry.PushAsync(_folder.Path, image, Token);

        (await registry.HasAsync(image, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Push_WithoutALogin_IsRefusedWithTheCommandThatLogsIn()
    {
        using var server = new FakeImageRegistry { Login = "ada:password" };
        using var registry = Open(server);

        var refusal = await Should.ThrowAsync<ImageRegistryException>(() => registry.PushAsync(_folder.Path, Layout(), Token));

        refusal.Message.ShouldBe(
            $"The image registry at '{server.Address}/team/loan-default' does not say whether it has the image: 401; "
            + $"run 'docker login {server.Address}' with an account that may push.");
    }

    [Fact]
    public async Task Push_LayoutThatWasChanged_IsRefusedByTheRegistry()
    {
        using var server = new FakeImageRegistry();
        using var registry = Open(server);
        var image = Layout();
        File.AppendAllText(Directory.GetFiles(_folder["blobs", "sha256"]).First(x => !x.EndsWith(image.Value.Hex)), "x");

        var refusal = await Should.ThrowAsync<ImageRegistryException>(() => registry.PushAsync(_folder.Path, image, Token));

        refusal.Message.ShouldContain("DIGEST_INVALID");
    }

    [Fact]
    public async Task Has_NobodyThere_SaysWhichRegistry()
    {
        using var registry = new ImageRegistry(RepositoryName.Of("127.0.0.1:1", "loan-default"), null);

        var failure = await Should.ThrowAsync<ImageRegistryException>(
            () => registry.HasAsync(new ImageDigest(Digest.OfText("x")), Token));

        failure.Message.ShouldStartWith("The image registry at '127.0.0.1:1/loan-default' does not answer: ");
    }

    [Theory]
    [InlineData("registry.example.com/team", "registry.example.com", "team/loan-default", "https")]
    [InlineData("registry.example.com:5000", "registry.example.com:5000", "loan-default", "https")]
    [InlineData("localhost:5000/a/b", "localhost:5000", "a/b/loan-default", "http")]
    public void Name_Repository_IsHostAndPath(string repository, string host, string path, string scheme)
    {
        var name = RepositoryName.Of(repository, "loan-default");

        (name.Host, name.Path, name.Scheme).ShouldBe((host, path, scheme));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"auths": {"other": {"auth": "YTpi"}}}""")]
    [InlineData("""{"auths": {"host": {"auth": "no base64!"}}}""")]
    [InlineData("""{"auths": {"host": {}}, "credsStore": "desktop"}""")]
    [InlineData("no json")]
    public void Login_NotThere_IsNone(string config)
    {
        File.WriteAllText(_folder["config.json"], config);

        RegistryLogin.Find(_folder.Path, "host").ShouldBeNull();
    }

    [Fact]
    public void Login_Shown_DoesNotTellThePassword() => new RegistryLogin("ada", "secret").ToString().ShouldBe("ada");

    private static ImageRegistry Open(FakeImageRegistry server, RegistryLogin? login = null) =>
        new(RepositoryName.Of($"{server.Address}/team", "loan-default"), login);

    private ImageDigest Layout()
    {
        Directory.CreateDirectory(_folder["blobs", "sha256"]);
        var (layer, config) = (Blob("a layer"), Blob("{}"));
        var manifest = Blob($$$"""{"config": {"digest": "{{{config}}}"}, "layers": [{"digest": "{{{layer}}}"}]}""");
        return ImageDigest.Parse(manifest);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private string Blob(string text)
    {
        var hex = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        File.WriteAllText(_folder["blobs", "sha256", hex], text);
        return $"sha256:{hex}";
    }
}
