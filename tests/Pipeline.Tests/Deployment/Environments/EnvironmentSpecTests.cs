using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Strategies;
using Pipeline.Manifest;

namespace Pipeline.Deployment.Environments;

public class EnvironmentSpecTests
{
    private const string Good = """
        project: acme-risk
        environments:
          staging: {address: auto, strategy: {type: recreate}}
          production:
            engine: process
            address: "127.0.0.1:8081"
            strategy: {type: canary, steps: [{weight: 10}, {analyze: 2m}, {pause: 5m}, {weight: 50}, {pause: {}}]}
            analysis: [{metric: error_rate, no-worse-than: stable, margin: 0.005, confidence: 0.95, requests-at-least: 500}]
        """;

    [Fact]
    public void Read_Environments_AreBound()
    {
        var environments = Read(Good).OrThrow().Get<IReadOnlyDictionary<string, EnvironmentSpec>>();

        var (staging, production) = (environments["staging"], environments["production"]);
        (staging.Engine, staging.Address.EndPoint).ShouldBe(("process", null));
        staging.Strategy.ShouldBe(new StrategySpec.Recreate());
        production.Address.ToString().ShouldBe("127.0.0.1:8081");
        production.Analysis.ShouldHaveSingleItem().Criterion.ShouldBe(new Criterion.NoWorseThan("stable", 0.005, 0.95));
        production.Analysis[0].RequestsAtLeast.ShouldBe(500);
    }

    [Fact]
    public void Read_CanarySteps_AreInOrder()
    {
        var environments = Read(Good).OrThrow().Get<IReadOnlyDictionary<string, EnvironmentSpec>>();

        environments["production"].Strategy.ShouldBeOfType<StrategySpec.Canary>().Steps.ShouldBe(
        [
            new StepSpec.SetWeight(10), new StepSpec.Analyze { For = TimeSpan.FromMinutes(2) },
            new StepSpec.Pause(new PauseSpec { Duration = TimeSpan.FromMinutes(5) }),
            new StepSpec.SetWeight(50), new StepSpec.Pause(new PauseSpec()),
        ]);
    }

    [Theory]
    [InlineData("engine: process", "requires: [{healthy: staging, for: 1h}]", "cannot be checked yet. Leave them out.")]
    [InlineData("engine: process", "admin-token: {env: TOKEN}", "none can be given yet. Leave it out.")]
    [InlineData("\"127.0.0.1:8081\"", "somewhere", "auto, or an address and a port as \"127.0.0.1:8081\", is accepted.")]
    [InlineData("metric: error_rate", "metric: eror_rate", "'eror_rate' cannot be measured here. Did you mean 'error_rate'?")]
    [InlineData("no-worse-than: stable", "no-worse-than: champion", "'champion' is no revision to compare with; stable is.")]
    [InlineData("{weight: 50}", "{weight: 5}", "the weight falls from 10 to 5; it only grows.")]
    [InlineData("[{weight: 10}, ", "[", "nothing can be analysed before there is traffic. Set a weight first.")]
    public void Read_WhatCannotBe_IsAProblemInItsPlace(string good, string bad, string sentence)
    {
        var problems = Read(Good.Replace(good, bad, StringComparison.Ordinal)).Problems;

        var problem = problems.ShouldHaveSingleItem().ToString();
        problem.ShouldStartWith("environments.yml:");
        problem.ShouldEndWith(sentence);
    }

    [Fact]
    public void Read_AnalysisWithoutCriteria_IsAProblem()
    {
        var text = Good.Replace("    analysis:", "    # analysis:", StringComparison.Ordinal);

        var problems = Read(text).Problems;

        problems.ShouldHaveSingleItem().Message.ShouldEndWith("analyses, and there is no criterion to hold it against.");
    }

    private static Validated<BoundManifest<EnvironmentsFrame>> Read(string text) =>
        ManifestReader.Read(text, "environments.yml", ManifestSchema.Environments(EnvironmentSpec.Section));
}
