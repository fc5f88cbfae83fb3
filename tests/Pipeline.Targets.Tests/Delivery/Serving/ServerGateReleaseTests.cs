using System.Text.Json;
using Pipeline.Models.Documents;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery.Serving;

/// <summary>A model measured in the server of its own image, by a build.</summary>
[Trait("Needs", "Linux")]
public sealed class ServerGateReleaseTests : IDisposable
{
    private readonly DeliveryRoot _root = new();

    [Fact]
    public void Evaluate_WithGatesOnTheServer_MeasuresTheRealOneOnce()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Images are made on Linux.");
        _root.Change("  gates:\n", """
              server: {requests: 600, warm-up: 200, connections: 2}
              prices: {currency: EUR, servers: {small: {processors: 2, memory: 4000, per-hour: 0.05}}}
              gates:
                - {server: memory, at-most: 2000}
                - {server: latency_p99, at-most: 0.0001}
                - {server: image_size, at-most: 1000}
                - {cost: per-1000-predictions, at-most: 1}

            """);

        var strict = _root.Run("Evaluate");
        _root.Change("0.0001}", "60000}");
        var passed = _root.Run("Evaluate");
        var again = _root.Run("Evaluate --skip ValidateData Train");

        strict.ExitCode.ShouldBe(1, strict.Text);
        strict.Text.ShouldContain("latency_p99");
        strict.Text.ShouldContain("at most 0.0001");
        passed.ExitCode.ShouldBe(0, passed.Text);
        again.Output.ShouldContain("evaluate is up to date");
        again.Output.ShouldNotContain("in its server");
        using var evaluation = JsonDocument.Parse(_root.Read("artifacts/loan-default/evaluation.json"));
        var server = evaluation.RootElement.GetProperty("server");
        server.GetProperty("measurements").EnumerateArray().Select(x => x.GetProperty("name").GetString())
            .ShouldBe(ServerFigures.All);
        server.GetProperty("measurements").EnumerateArray()
            .ShouldAllBe(x => x.GetProperty("value").ValueKind == JsonValueKind.Number);
        server.GetProperty("load").GetProperty("failed").GetDouble().ShouldBe(0);
        evaluation.RootElement.GetProperty("cost").GetProperty("server").GetString().ShouldBe("small");
        Story.ProcessesOf("pipeline-server-").ShouldBeEmpty();
    }

    public void Dispose() => _root.Dispose();
}
