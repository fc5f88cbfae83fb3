using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Behaviour;
using Pipeline.Evaluation.Explanation;
using Pipeline.Evaluation.Fairness;
using Pipeline.Evaluation.Gates;
using Pipeline.Evaluation.Robustness;
using Pipeline.Evaluation.Serving;
using Pipeline.Evaluation.Slices;
using Pipeline.Manifest;
using Pipeline.Statistics;

namespace Pipeline.Evaluation;

/// <summary>The manifest's <c>evaluation:</c>.</summary>
[Description("How the model is judged before it is registered.")]
public sealed record EvaluationSection
{
    /// <summary>To register with a manifest's schema.</summary>
    public static ManifestSection Registration { get; } = ManifestSection.Required<EvaluationSection>("evaluation");

    [Description("What the model must hold to; the build fails when one fails.")]
    public IReadOnlyList<GateSpec> Gates { get; init; } = [];

    /// <summary>A gate is held against the folds of a cross-validation.</summary>
    public bool ReadsFolds => Gates.OfType<MetricGate>().Any(gate => gate.On == GateRows.CrossValidation);

    /// <summary>The registered versions that gates compare with, ascending.</summary>
    public IReadOnlyList<int> ComparedVersions =>
    [
        .. Gates.Select(gate => gate.Criterion).OfType<Criterion.NoWorseThan>()
            .Select(criterion => MetricGate.VersionOf(criterion.Reference)).OfType<int>().Distinct().Order(),
    ];

    [Description("Columns whose groups are measured apart, besides those that gates name.")]
    public IReadOnlyList<string> Slices { get; init; } = [];

    [Description("How groups that the model does worst on are looked for.")]
    public SliceFinderSpec SliceFinder { get; init; } = new();

    [Description("How the groups of protected columns are compared.")]
    public FairnessSpec Fairness { get; init; } = new();

    [Description("How the intervals of metrics are made.")]
    public BootstrapSpec Bootstrap { get; init; } = new();

    [Description("How the model is measured in its server; written, it is measured though no gate asks.")]
    public ServerSpec? Server { get; init; }

    [Description("What servers cost; written, the cost of predictions is measured though no gate asks.")]
    public PriceTable? Prices { get; init; }

    /// <summary>The model is to be measured in its server.</summary>
    public bool AsksServer =>
        Server is not null || Prices is not null || Gates.Any(gate => gate is ServerGate or CostGate);

    [Description("Where the behaviour tests are; tests.yml beside this file by default, where there is one.")]
    public BehaviourSpec? Behaviour { get; init; }

    [Description("How rows are disturbed, to see whether answers hold.")]
    public RobustnessSpec Robustness { get; init; } = new();

    [Description("How answers are explained: which inputs the model leans on, and how it follows them; none for no explanation.")]
    public ExplanationSpec Explanation { get; init; } = new();
}

/// <summary>The manifest's <c>evaluation.bootstrap</c>.</summary>
public sealed record BootstrapSpec
{
    [Description("How many resamples are drawn; 1000 by default.")]
    [Range(100, 100_000)]
    public int Resamples { get; init; } = 1000;

    [Description("How sure an interval is; 0.95 by default.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Confidence { get; init; } = 0.95;

    [Description("What chance begins with; 1 by default.")]
    public int Seed { get; init; } = 1;

    /// <param name="threads">How many there are to be used; null for what the machine has.</param>
    internal BootstrapOptions Options(int? threads) => new() { Resamples = Resamples, Seed = Seed, Threads = threads };
}
