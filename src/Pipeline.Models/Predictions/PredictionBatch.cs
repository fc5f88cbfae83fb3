namespace Pipeline.Models.Predictions;

/// <summary>
/// Some entries of a prediction log that follow each other in one file, column by column. Its predictions are of one model and
/// have the same inputs and outputs. Nothing in it changes after it was handed out.
/// </summary>
public sealed class PredictionBatch
{
    /// <summary>The name of the file.</summary>
    public required string File { get; init; }

    /// <summary>Where in the file the batch ends, in bytes: what follows was not read yet.</summary>
    public required long End { get; init; }

    /// <summary>Who answered; null for a batch without predictions.</summary>
    public ServedModel? Model { get; init; }

    /// <summary>How many predictions there are: the length of all columns.</summary>
    public int Count { get; init; }

    public ReadOnlySpan<PredictionId> Ids => IdColumn.Span;

    /// <summary>When they were answered, in ticks of UTC.</summary>
    public ReadOnlySpan<long> Times => TimeColumn.Span;

    /// <summary>From the request's first byte read to the answer, in ticks.</summary>
    public ReadOnlySpan<long> Latencies => LatencyColumn.Span;

    /// <summary>One record stands for 1 / this many predictions.</summary>
    public ReadOnlySpan<double> SamplingProbabilities => ProbabilityColumn.Span;

    /// <summary>The places of their routes in <see cref="Routes"/>.</summary>
    public ReadOnlySpan<int> RouteCodes => RouteColumn.Span;

    /// <summary>The ways of requests: "stable", "canary", "direct", and "shadow" for copies whose answers nobody saw.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>What clients know them by; empty where none of the batch has one.</summary>
    public ReadOnlySpan<PredictionKey> Keys => KeyColumn.Span;

    /// <summary>What the model read, in the order of the log.</summary>
    public IReadOnlyList<PredictionColumn> Inputs { get; init; } = [];

    /// <summary>What it answered, by the names of the signature's outputs.</summary>
    public IReadOnlyList<PredictionColumn> Outputs { get; init; } = [];

    /// <summary>What came true of any predictions, these or others.</summary>
    public IReadOnlyList<PredictionLogEntry.Feedback> Feedback { get; init; } = [];

    /// <summary>What servers did not accept.</summary>
    public IReadOnlyList<PredictionLogEntry.Refusals> Refusals { get; init; } = [];

    internal ReadOnlyMemory<PredictionId> IdColumn { get; init; }

    internal ReadOnlyMemory<long> TimeColumn { get; init; }

    internal ReadOnlyMemory<long> LatencyColumn { get; init; }

    internal ReadOnlyMemory<double> ProbabilityColumn { get; init; }

    internal ReadOnlyMemory<int> RouteColumn { get; init; }

    internal ReadOnlyMemory<PredictionKey> KeyColumn { get; init; }

    /// <summary>When a prediction was answered.</summary>
    public DateTimeOffset TimeOf(int row) => new(Times[row], TimeSpan.Zero);

    /// <summary>The input of that name, or null.</summary>
    public PredictionColumn? Input(string name) => Find(Inputs, name);

    /// <summary>The output of that name, or null.</summary>
    public PredictionColumn? Output(string name) => Find(Outputs, name);

    /// <summary>One row as the entry that it was, but for its trace. It costs what columns spare.</summary>
    public PredictionLogEntry.Prediction Row(int row) => new()
    {
        Id = Ids[row],
        Time = TimeOf(row),
        Model = Model!,
        Route = Routes[RouteCodes[row]],
        Inputs = Values(Inputs, row),
        Outputs = Values(Outputs, row),
        Latency = new TimeSpan(Latencies[row]),
        SamplingProbability = SamplingProbabilities[row],
        Key = Keys.IsEmpty ? default : Keys[row],
    };

    private static PredictionColumn? Find(IReadOnlyList<PredictionColumn> columns, string name)
    {
        foreach (var column in columns)
        {
            if (column.Name == name)
                return column;
        }

        return null;
    }

    private static LoggedValues Values(IReadOnlyList<PredictionColumn> columns, int row) =>
        new([.. columns.Select(x => x.Name)], [.. columns.Select(x => x.ValueAt(row))]);
}

/// <summary>One input or output of the predictions of a batch.</summary>
public sealed class PredictionColumn
{
    private readonly ReadOnlyMemory<double> _numbers;
    private readonly ReadOnlyMemory<int> _codes;

    internal PredictionColumn(
        string name, ReadOnlyMemory<double> numbers, ReadOnlyMemory<int> codes, IReadOnlyList<string> texts) =>
        (Name, _numbers, _codes, Texts) = (name, numbers, codes, texts);

    public string Name { get; }

    /// <summary>NaN where a value is missing or a text. Empty where no row has a number.</summary>
    public ReadOnlySpan<double> Numbers => _numbers.Span;

    /// <summary>The places of texts in <see cref="Texts"/>, -1 where there is none. Empty where no row has one.</summary>
    public ReadOnlySpan<int> Codes => _codes.Span;

    /// <summary>The different texts of this batch; another batch numbers them otherwise.</summary>
    public IReadOnlyList<string> Texts { get; }

    public bool HasNumbers => !_numbers.IsEmpty;

    public bool HasTexts => !_codes.IsEmpty;

    public LoggedValue ValueAt(int row) =>
        HasTexts && Codes[row] is >= 0 and var code ? LoggedValue.Of(Texts[code])
        : HasNumbers ? LoggedValue.Of(Numbers[row])
        : default;

    public bool IsMissing(int row) => (!HasTexts || Codes[row] < 0) && (!HasNumbers || double.IsNaN(Numbers[row]));
}
