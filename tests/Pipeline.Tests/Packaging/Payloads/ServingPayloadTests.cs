using Pipeline.Testing;

namespace Pipeline.Packaging.Payloads;

public sealed class ServingPayloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Payload_OfAPublishFolder_IsSplitByWhatChangesIt()
    {
        var payload = await Some.PayloadAsync(_folder);

        payload.Name.ShouldBe("Server");
        payload.Runtime.Select(x => x.Path).ShouldBe(["Package.dll", "System.dll", "createdump", "libhostfxr.so"]);
        payload.App.Select(x => x.Path).ShouldBe(
            ["Pipeline.Core.dll", "Server", "Server.deps.json", "Server.dll", "Server.runtimeconfig.json"]);
        payload.App.Concat(payload.Runtime).Where(x => x.IsProgram).Select(x => x.Path).ShouldBe(["Server", "createdump"]);
    }

    [Theory]
    [InlineData("libhostfxr.so", "libhostfxr.so is missing")]
    [InlineData("Package.dll", "Package.dll is missing")]
    [InlineData("Server", "not self-contained")]
    [InlineData("Server.deps.json", "this folder has 0")]
    public async Task Payload_WithoutAFile_SaysWhatToDo(string file, string reason)
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
    public async Task Payload_WithOddDependencies_IsAProblem(string dependencies)
    {
        Some.Publish(_folder);
        _folder.Write("publish/Server.deps.json", dependencies);

        var problems = await ReadAsync();

        problems.Single().ShouldContain("Server.deps.json");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IReadOnlyList<string>> ReadAsync() =>
        [.. (await ServingPayload.ReadAsync(_folder["publish"], TestContext.Current.CancellationToken))
            .Problems.Select(x => x.ToString())];
}
