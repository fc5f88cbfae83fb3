using System.Text.Json;
using Pipeline.Testing;

namespace Pipeline.Integration;

/// <summary>The engine that integration tests run against can do what they will ask of it.</summary>
[Trait("Needs", "Docker")]
public sealed class EngineTests
{
    [Fact]
    public async Task Engine_Asked_AnswersInAnApiVersionWeSpeak()
    {
        using var engine = DockerEngine.Connect();

        var version = JsonDocument.Parse(
            await engine.GetStringAsync("/version", TestContext.Current.CancellationToken)).RootElement;

        version.GetProperty("Os").GetString().ShouldBe("linux");
        Version.Parse(version.GetProperty("ApiVersion").GetString()!).ShouldBeGreaterThanOrEqualTo(new Version(1, 41));
    }

    [Fact]
    public async Task Engine_Asked_HasABridgeForPublishedPorts()
    {
        using var engine = DockerEngine.Connect();

        var networks = JsonDocument.Parse(
            await engine.GetStringAsync("/networks", TestContext.Current.CancellationToken)).RootElement;

        networks.EnumerateArray().Select(x => x.GetProperty("Driver").GetString()).ShouldContain("bridge");
    }
}
