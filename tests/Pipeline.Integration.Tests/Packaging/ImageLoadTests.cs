using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Identity;
using Pipeline.Packaging;
using Pipeline.Packaging.Bases;
using Pipeline.Packaging.Images;
using Pipeline.Packaging.Layers;
using Pipeline.Testing;

namespace Pipeline.Integration.Packaging;

/// <summary>An engine takes our images as they are, and a program of this machine runs on <c>base: host</c>.</summary>
[Trait("Needs", "Docker")]
public sealed class ImageLoadTests : IDisposable
{
    private const string Program = "/bin/cat";

    private const string Dependencies = """
        {
          "runtimeTarget": {"name": "net"},
          "targets": {"net": {"runtime/1": {"native": {"libhostfxr.so": {}}}}},
          "libraries": {"runtime/1": {"type": "runtimepack"}}
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _engine = DockerEngine.Connect();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Image_LoadedAndRun_ReadsItsModelWithTheLibrariesOfTheHost()
    {
        var image = await PackageAsync("trees of this test");

        await LoadAsync(image);
        var loaded = await _engine.GetFromJsonAsync<JsonElement>($"/images/{image.Name}/json", Token);
        var output = await RunAsync(image.Name, "/model/model.zip");
        await _engine.DeleteAsync($"/images/{image.Name}", Token);

        loaded.GetProperty("Id").GetString().ShouldBe(image.ConfigDigest.ToString());
        output.Trim().ShouldBe("trees of this test");
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    private async Task<PackagedImage> PackageAsync(string model)
    {
        _folder.Write("publish/Server.deps.json", Dependencies);
        _folder.Write("publish/libhostfxr.so", "runtime");
        File.Copy(Program, _folder["publish", "Server"]);
        var packager = new ImagePackager(
            new HostLibraries(HostSystem.Current, new DebianPackages()), new LayerCache(_folder["layers"]));
        var packaged = await packager.PackageAsync(
            new PackageRequest
            {
                Model = ModelName.Parse("pipeline-test"),
                Server = (await ServerFiles.ReadAsync(_folder["publish"], Token)).OrThrow(),
                ModelFiles = new Dictionary<string, ReadOnlyMemory<byte>> { ["model.zip"] = Encoding.UTF8.GetBytes(model) },
                Layout = _folder["image"],
            },
            Token);
        return packaged.OrThrow();
    }

    private async Task LoadAsync(PackagedImage image)
    {
        using var archive = new MemoryStream();
        await ImageArchive.WriteAsync(image.Layout, archive, Token);
        archive.Position = 0;
        using var content = new StreamContent(archive);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-tar");
        var response = await _engine.PostAsync("/images/load", content, Token);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain(image.Name);
    }

    private async Task<string> RunAsync(string image, string argument)
    {
        var host = new { NetworkMode = "none", ReadonlyRootfs = true };
        var created = await _engine.PostAsJsonAsync(
            "/containers/create", new { Image = image, Cmd = new[] { argument }, Tty = true, HostConfig = host }, Token);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("Id").GetString();
        await _engine.PostAsync($"/containers/{id}/start", null, Token);
        await _engine.PostAsync($"/containers/{id}/wait", null, Token);
        var output = await _engine.GetStringAsync($"/containers/{id}/logs?stdout=1&stderr=1", Token);
        await _engine.DeleteAsync($"/containers/{id}", Token);
        return output;
    }
}
