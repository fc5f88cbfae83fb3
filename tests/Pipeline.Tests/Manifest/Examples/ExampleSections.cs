using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;

namespace Pipeline.Manifest.Examples;

[Description("The dataset, and what is expected of it.")]
internal sealed record DataSection : IValidatedRecord
{
    [Length(1, 400)]
    public required string Path { get; init; }

    public required LabelSpec Label { get; init; }

    public IReadOnlyList<string> Ignore { get; init; } = [];

    public IReadOnlyList<string> Protected { get; init; } = [];

    public SplitSpec? Split { get; init; }

    public IReadOnlyDictionary<string, ColumnSpec> Columns { get; init; } = new Dictionary<string, ColumnSpec>();

    public IReadOnlyList<Expectation> Expect { get; init; } = [];

    public IEnumerable<Finding> Validate() => Ignore.Index()
        .Where(x => x.Item == Label.Column)
        .Select(x => new Finding(nameof(Ignore), $"The label '{x.Item}' cannot be ignored.") { Item = x.Index });
}

[Shorthand(nameof(Column))]
internal sealed record LabelSpec
{
    public required string Column { get; init; }

    public string? Positive { get; init; }
}

internal enum SplitBy
{
    Hash,
    Random,
    Time,
}

internal sealed record SplitSpec
{
    public required SplitBy By { get; init; }

    [OrSingle]
    public IReadOnlyList<string> Of { get; init; } = [];

    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public required double Test { get; init; }

    public int? Seed { get; init; }
}

internal enum ColumnType
{
    Number,
    Category,
    Flag,
    Text,
}

internal sealed record ColumnSpec
{
    public required ColumnType Type { get; init; }

    [Inline]
    public Criterion? Accepts { get; init; }

    public Criterion? Missing { get; init; }

    public bool Personal { get; init; }
}

[KeyChoice("rows", typeof(Rows))]
[KeyChoice("unique", typeof(Unique))]
internal abstract record Expectation
{
    private Expectation()
    {
    }

    public Severity Severity { get; init; } = Severity.Error;

    internal sealed record Rows([property: ManifestKey("rows")] Criterion Count) : Expectation;

    internal sealed record Unique : Expectation
    {
        [OrSingle]
        [ManifestKey("unique")]
        [Length(1, int.MaxValue)]
        public required IReadOnlyList<string> Columns { get; init; }
    }
}

internal sealed record TrainingSection
{
    public required string Trainer { get; init; }

    public ManifestNode? Options { get; init; }

    public int Seed { get; init; } = 1;
}

internal sealed record FastTreeOptions
{
    [Range(1, 10_000)]
    public int Trees { get; init; } = 100;

    [Range(2, int.MaxValue)]
    public int Leaves { get; init; } = 20;

    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.2;
}

internal sealed record EvaluationSection
{
    public required IReadOnlyList<GateSpec> Gates { get; init; }
}

[KeyChoice("robustness", typeof(RobustnessGate))]
[KeyChoice("metric", typeof(MetricGate))]
internal abstract record GateSpec
{
    private GateSpec()
    {
    }

    public Severity Severity { get; init; } = Severity.Error;

    internal sealed record MetricGate : GateSpec
    {
        [ManifestKey("metric")]
        public required string Name { get; init; }

        public string? Slice { get; init; }

        public string? Group { get; init; }

        [Inline]
        public required Criterion Criterion { get; init; }
    }

    internal sealed record RobustnessGate : GateSpec
    {
        [ManifestKey("robustness")]
        public required string Rule { get; init; }

        public required string Metric { get; init; }

        public required Criterion Drop { get; init; }
    }
}

internal sealed record PackageSection(string Base = "host");

internal sealed record EnvironmentSpec
{
    [AllowedValues("auto", "docker", "process")]
    public string Engine { get; init; } = "auto";

    public string Address { get; init; } = "auto";

    public IReadOnlyList<RequirementSpec> Requires { get; init; } = [];

    public SecretReference? AdminToken { get; init; }

    public required StrategySpec Strategy { get; init; }

    public IReadOnlyList<AnalysisSpec> Analysis { get; init; } = [];
}

internal sealed record RequirementSpec(string Healthy, TimeSpan For);

[TypeChoice("recreate", typeof(Recreate))]
[TypeChoice("canary", typeof(Canary))]
internal abstract record StrategySpec
{
    private StrategySpec()
    {
    }

    internal sealed record Recreate : StrategySpec;

    internal sealed record Canary : StrategySpec
    {
        [Length(1, 50)]
        public required IReadOnlyList<StepSpec> Steps { get; init; }
    }
}

[KeyChoice("weight", typeof(SetWeight))]
[KeyChoice("analyze", typeof(Analyze))]
[KeyChoice("pause", typeof(Pause))]
internal abstract record StepSpec
{
    private StepSpec()
    {
    }

    internal sealed record SetWeight([property: Range(0, 100)] int Weight) : StepSpec;

    internal sealed record Analyze : StepSpec
    {
        [ManifestKey("analyze")]
        [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
        public required TimeSpan For { get; init; }
    }

    internal sealed record Pause([property: ManifestKey("pause")] PauseSpec How) : StepSpec;
}

internal sealed record PauseSpec
{
    public TimeSpan? Duration { get; init; }
}

internal sealed record AnalysisSpec
{
    public required string Metric { get; init; }

    [Inline]
    public required Criterion Criterion { get; init; }

    public long RequestsAtLeast { get; init; }
}
