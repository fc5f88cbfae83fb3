using Pipeline.Deployment;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Testing;

namespace Pipeline.Integration.Containers;

/// <summary>The prediction log of containers, where monitoring reads it.</summary>
[Trait("Needs", "Docker")]
[Collection(nameof(Programs))]
public sealed class DockerPredictionsTests(Programs programs) : IAsyncDisposable
{
    private readonly DockerLab _lab = new(programs);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Predictions_OfContainers_AreHereWhetherTheyRunOrNot()
    {
        using var environment = _lab.Open();
        var image = await _lab.Images.MakeAsync(["--answer", "1"], Token);
        var spec = new EnvironmentSpec { Strategy = new StrategySpec.Recreate() };
        await environment.DeployAsync(new RolloutRequest(image, DockerLab.Ada), spec, [], Token);

        (await AskAsync(environment, 3)).ShouldBe(3);
        (await AskAsync(environment, 2)).ShouldBe(5);

        await AskOnlyAsync(environment, 1);
        await _lab.StopAsync($"{_lab.Name}.1");
        (await CountAsync(environment)).ShouldBe(6);
    }

    private static async Task<int> AskAsync(ModelEnvironment environment, int times)
    {
        await AskOnlyAsync(environment, times);
        return await CountAsync(environment);
    }

    private static async Task AskOnlyAsync(ModelEnvironment environment, int times)
    {
        var status = await environment.StatusAsync(0, Token);
        using var client = new HttpClient();
        for (var i = 0; i < times; i++)
        {
            using var response = await client.PostAsync(
                new Uri($"http://{status!.Document.Address}/predict"), new StringContent("{}"), Token);
            response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>The lines of all files that came.</summary>
    private static async Task<int> CountAsync(ModelEnvironment environment)
    {
        var folder = await environment.BringPredictionsAsync(Token);
        return Directory.GetFiles(folder).Sum(file => File.ReadLines(file).Count());
    }
}
