using Pipeline.Testing;

namespace Pipeline.Packaging.Images;

public sealed class ServerFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Server_OfAPublishFolder_IsSplitByWhatChangesIt()
    {
        var server = await Some.ServerAsync(_folder);

        server.Name.ShouldBe("Server");
        server.Runtime.Select(x => x.Path).ShouldBe(["Package.dll", "System.dll", "createdump", "libhostfxr.so"]);
        server.App.Select(x => x.Path).ShouldBe(
            ["Pipeline.Core.dll", "Server", "Server.deps.json", "Server.dll", "Server.runtimeconfig.json"]);
        server.App.Concat(server.Runtime).Where(x => x.IsProgram).Select(x => x.Path).ShouldBe(["Server", "createdump"]);
    }

    [Theory]
    [InlineData("libhostfxr.so", "libhostfxr.so is missing")]
    [InlineData("Package.dll", "Package.dll is missing")]
    [InlineData("Server", "not self-contained")]
    [InlineData("Server.deps.json", "this folder has 0")]
    public async Task Server_WithoutAFile_SaysWhatToDo(string file, string reason)
    {
        File.Delete(Path.Combine(Some.Publish(_folder), file));

        var problems = await ReadAsync();

        problems.Single().ShouldContain(reason);
        problems.Single().ShouldContain("dotnet publish");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"runtimeTarget": {"name": "x"}, "targets": {}}""")]
    public async Task Server_WithOddDependencies_IsAProblem(string dependencies)
    {
        Some.Publish(_folder);
        _folder.Write("publish/Server.deps.json", dependencies);

        var problems = await ReadAsync();

        problems.Single().ShouldContain("Server.deps.json");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IReadOnlyList<string>> ReadAsync() =>
        [.. (await ServerFiles.ReadAsync(_folder["publish"], TestContext.Current.CancellationToken))
            .Problems.Select(x => x.ToString())];
}
