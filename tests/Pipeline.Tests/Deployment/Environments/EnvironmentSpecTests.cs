using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Core.Retention;
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

    [Theory]
    [InlineData("swarm", 100, null)]
    [InlineData("process", 2, "the engine process runs one server for each revision.")]
    [InlineData("docker", 2, "the engine docker runs one server for each revision.")]
    [InlineData("swarm", 0, "")]
    [InlineData("swarm", 101, "")]
    public void Read_Replicas_AreOfEnginesThatKeepSeveral(string engine, int replicas, string? problem)
    {
        var read = Read($$"""
            project: acme-risk
            environments:
              production: {engine: {{engine}}, replicas: {{replicas}}, strategy: {type: recreate} }
            """);

        if (problem is null)
            read.OrThrow();
        else
            read.Problems.ShouldHaveSingleItem().Message.ShouldContain(problem);
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

    [Fact]
    public void Read_Limits_AreBound()
    {
        var text = Good.Replace(
            "engine: process",
            "engine: docker\n    limits: {memory: 512MiB, cpus: 1.5, pids: 256}",
            StringComparison.Ordinal);

        var environments = Read(text).OrThrow().Get<IReadOnlyDictionary<string, EnvironmentSpec>>();

        environments["production"].Limits.ShouldBe(
            new ResourceLimits { Memory = new ByteSize(512L << 20), Cpus = 1.5, Pids = 256 });
    }

    [Theory]
    [InlineData("process", "{memory: 512MiB}", "processes are held to no limits. Leave them out, or take the engine docker.")]
    [InlineData("docker", "{memory: 32MiB}", "33.6 MB is not between 64MiB and 16TiB.")]
    [InlineData("docker", "{memory: much}", "a size as 500MB, 20GB or 1.5GiB is accepted.")]
    [InlineData("docker", "{cpus: 0}", "a number from 0.05 to 1024")]
    [InlineData("docker", "{pids: 3}", "a whole number from 64 to 1000000")]
    public void Read_LimitsThatCannotBe_AreAProblemInTheirPlace(string engine, string limits, string sentence)
    {
        var text = Good.Replace(
            "engine: process", $"engine: {engine}\n    limits: {limits}", StringComparison.Ordinal);

        var problem = Read(text).Problems.ShouldHaveSingleItem();

        problem.Line.ShouldBe(6);
        problem.ToString().ShouldContain(sentence);
    }

    [Theory]
    [InlineData("engine: process", "admin-token: {env: TOKEN}", "none can be given yet. Leave it out.")]
    [InlineData("\"127.0.0.1:8081\"", "somewhere", "auto, or an address and a port as \"127.0.0.1:8081\", is accepted.")]
    [InlineData("metric: error_rate", "metric: disagreement", "no requests are copied to the new revision. Set a mirror first.")]
    [InlineData("{weight: 50}", "{weight: 100}, {analyze: 1m}", "while the new one answers everything. Write at-most.")]
    [InlineData("steps:", "stickiness: {header: a b}, steps:", "1 to 64 letters, digits and characters of !#$%&'*+-.^_`|~.")]
    [InlineData("no-worse-than: stable", "no-worse-than: champion", "'champion' is no revision to compare with; stable is.")]
    [InlineData("{weight: 50}", "{weight: 5}", "the weight falls from 10 to 5; it only grows.")]
    [InlineData("[{weight: 10}, ", "[", "nothing can be analysed before there is traffic. Set a weight or a mirror first.")]
    public void Read_WhatCannotBe_IsAProblemInItsPlace(string good, string bad, string sentence)
    {
        var problems = Read(Good.Replace(good, bad, StringComparison.Ordinal)).Problems;

        var problem = problems.ShouldHaveSingleItem().ToString();
        problem.ShouldStartWith("environments.yml:");
        problem.ShouldEndWith(sentence);
    }

    [Theory]
    [InlineData("{type: blue-green, approval: ops, analyze: 5m}", "approval of ops, weight 100%, analyze 5m")]
    [InlineData("{type: blue-green}", "weight 100%")]
    [InlineData("{type: shadow, mirror: 30, analyze: 90s, approval: risk}", "mirror 30%, analyze 90s, approval of risk")]
    [InlineData("{type: canary, steps: [{mirror: 20}, {analyze: 1h}, {approval: {}}, {weight: 10}, {pause: 250ms}]}",
        "mirror 20%, analyze 1h, approval, weight 10%, pause 250ms")]
    public void Read_Strategy_IsStepsInWords(string strategy, string words)
    {
        var text = $$"""
            project: acme-risk
            environments:
              production: {strategy: {{strategy}}, analysis: [{metric: error_rate, at-most: 0.01}]}
            """;

        var spec = Read(text).OrThrow().Get<IReadOnlyDictionary<string, EnvironmentSpec>>()["production"];

        string.Join(", ", spec.Strategy.ToSteps()).ShouldBe(words);
    }

    [Theory]
    [InlineData("metric: eror_rate, at-most: 1", "'eror_rate' cannot be measured here. Did you mean 'error_rate'?")]
    [InlineData("metric: error_rate, at-least: 1", "error_rate is held against at-most or no-worse-than.")]
    [InlineData("metric: disagreement, no-worse-than: stable", "disagreement is held against at-most.")]
    [InlineData("metric: error_rate, at-most: 1, options: {bins: 3}", "'error_rate' has no options. Leave them out.")]
    [InlineData("metric: prediction_drift, at-most: 1, options: {bin: 3}", "Did you mean 'bins'?")]
    [InlineData("metric: prometheus, at-most: 1", "prometheus has no options. It needs address and query.")]
    [InlineData("metric: prometheus, at-most: 1, options: {address: 'file:///etc/passwd', query: up}", "a token is apart.")]
    [InlineData(
        "metric: prometheus, no-worse-than: stable, options: {address: 'http://127.0.0.1:9090', query: up}",
        "The query is the same for both revisions: it has no {revision}.")]
    public void Check_AnalysisThatCannotBe_IsAProblemInItsPlace(string analysis, string sentence)
    {
        var text = $$"""
            project: acme-risk
            environments:
              production:
                strategy: {type: canary, steps: [{mirror: 10}, {weight: 10}, {analyze: 1m}]}
                analysis:
                - {{{analysis}}}
            """;
        var manifest = Read(text).OrThrow();
        var spec = manifest.Get<IReadOnlyDictionary<string, EnvironmentSpec>>()["production"].Analysis[0];

        var problem = AnalysisCatalog.Standard.Check(spec, key => manifest.Locate($"environments.production.analysis[0].{key}"))
            .ShouldHaveSingleItem();

        problem.ToString().ShouldStartWith("environments.yml:6:");
        problem.ToString().ShouldEndWith(sentence);
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
