using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;

namespace Pipeline.Testing;

/// <summary>One run of a deployment against a bench, as a process that has an identity and can die.</summary>
internal sealed class Runner(Bench bench, int process)
{
    public ProcessIdentity Process { get; } = new(process, 1, "runner");

    public BenchTraffic Traffic { get; init; } = new(bench);

    public CancellationToken Cancellation { get; init; } = TestContext.Current.CancellationToken;

    public AlwaysWell World { get; init; } = new();

    public ModelVersion? Version { get; init; }

    public IReadOnlyList<AnalysisSpec> Analysis { get; init; } = FewErrors;

    public static IReadOnlyList<AnalysisSpec> FewErrors { get; } =
        [new AnalysisSpec { Metric = AnalysisSpec.ErrorRate, Criterion = new Criterion.AtMost(0.05) }];

    public static StrategySpec Canary { get; } = new StrategySpec.Canary
    {
        Steps =
        [
            new StepSpec.SetWeight(10), new StepSpec.Analyze { For = TimeSpan.FromMilliseconds(1) },
            new StepSpec.SetWeight(50), new StepSpec.Analyze { For = TimeSpan.FromMilliseconds(1) },
        ],
    };

    public RolloutPorts Ports => new(Traffic, World, World);

    /// <summary>Waits by the real clock, for milliseconds; the environment's own clock is the bench's.</summary>
    public static RolloutOptions Options { get; } = new()
    {
        LookForReadyEvery = TimeSpan.FromMilliseconds(1),
        LookForErrorsEvery = TimeSpan.FromMilliseconds(1),
        InEffectWithin = TimeSpan.FromMilliseconds(5),
        AskForLeaseEvery = TimeSpan.FromMilliseconds(1),
        MostTimesInconclusive = 1,
    };

    public async Task<RolloutResult> DeployAsync(string image, StrategySpec? strategy = null)
    {
        var controller = new RolloutController(Ports, Options, TimeProvider.System);
        var request = new RolloutRequest(new ImageDigest(Digest.OfText(image)), Bench.Ada)
        {
            Strategy = strategy ?? Canary,
            Analysis = Analysis,
            Version = Version,
            Process = Process,
        };
        try
        {
            return await controller.DeployAsync(request, Cancellation);
        }
        finally
        {
            if (Traffic.IsDead)
                bench.Dead.Add(Process);
        }
    }
}
