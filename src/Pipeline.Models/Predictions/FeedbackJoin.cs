namespace Pipeline.Models.Predictions;

/// <summary>
/// Puts what came true beside the predictions that it is about, whatever the order in which both are found, and in how many
/// logs. Of several outcomes of one prediction the last in time holds; of those of the same time, the greater, so that every
/// order gives the same. Memory: about 60 bytes for each prediction and 80 for each outcome.
/// </summary>
/// <param name="options">What is late.</param>
public sealed class FeedbackJoin(FeedbackJoinOptions options)
{
    private readonly Dictionary<PredictionId, int> _byId = [];
    private readonly Dictionary<PredictionKey, List<int>> _byKey = [];
    private readonly List<long> _times = [];
    private readonly List<KnownOutcome> _outcomes = [];
    private long _repeated;

    /// <summary>How many predictions were added, and the place of the next.</summary>
    public int Count => _times.Count;

    /// <summary>Takes a batch's predictions and feedback.</summary>
    /// <returns>The place of its first row; the others follow.</returns>
    public int Add(PredictionBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var first = Count;
        for (var row = 0; row < batch.Count; row++)
            Add(batch.Ids[row], batch.Times[row], batch.Keys.IsEmpty ? default : batch.Keys[row]);
        foreach (var feedback in batch.Feedback)
            Add(new KnownOutcome(feedback.Id, default, feedback.Outcome, feedback.Time.UtcTicks));
        return first;
    }

    /// <summary>Takes a prediction.</summary>
    /// <param name="id">One that was there before makes this place a repetition, which gets no outcome.</param>
    /// <param name="time">In ticks of UTC.</param>
    /// <param name="key">May be none.</param>
    /// <returns>Its place.</returns>
    public int Add(PredictionId id, long time, PredictionKey key = default)
    {
        TryAdd(id, time, key, out var place);
        return place;
    }

    /// <summary>Takes a prediction; false for one that was there before, whose place gets no outcome.</summary>
    /// <param name="id">Of the prediction.</param>
    /// <param name="time">In ticks of UTC.</param>
    /// <param name="key">May be none.</param>
    /// <param name="place">Of this one.</param>
    public bool TryAdd(PredictionId id, long time, PredictionKey key, out int place)
    {
        place = Count;
        _times.Add(time);
        if (!_byId.TryAdd(id, place))
        {
            _repeated++;
            return false;
        }

        if (!key.IsNone)
        {
            if (!_byKey.TryGetValue(key, out var places))
                _byKey[key] = places = [];
            places.Add(place);
        }

        return true;
    }

    /// <summary>Where a prediction was added first.</summary>
    /// <exception cref="KeyNotFoundException">It was not.</exception>
    public int PlaceOf(PredictionId id) => _byId[id];

    /// <summary>Takes what came true of one prediction, or of all with one key.</summary>
    public void Add(KnownOutcome outcome) => _outcomes.Add(outcome);

    /// <summary>Of everything that was added so far.</summary>
    public JoinedFeedback Join()
    {
        var (unknownIds, unknownKeys) = (new HashSet<PredictionId>(), new HashSet<PredictionKey>());
        var found = new List<(int Place, KnownOutcome Outcome)>(_outcomes.Count);
        foreach (var outcome in _outcomes)
        {
            if (outcome.Key.IsNone && _byId.TryGetValue(outcome.Id, out var place))
                found.Add((place, outcome));
            else if (outcome.Key.IsNone)
                unknownIds.Add(outcome.Id);
            else if (_byKey.TryGetValue(outcome.Key, out var places))
                found.AddRange(places.Select(x => (x, outcome)));
            else
                unknownKeys.Add(outcome.Key);
        }

        found.Sort(static (a, b) =>
            a.Place != b.Place ? a.Place.CompareTo(b.Place) : KnownOutcome.InOrder(a.Outcome, b.Outcome));
        var outcomes = new JoinedOutcome?[Count];
        var counts = new FeedbackCounts { Unknown = unknownIds.Count + unknownKeys.Count, RepeatedPredictions = _repeated };
        for (var from = 0; from < found.Count;)
        {
            var to = from + 1;
            while (to < found.Count && found[to].Place == found[from].Place)
                to++;
            counts += Hold(found.Slice(from, to - from), outcomes);
            from = to;
        }

        return new JoinedFeedback(outcomes, counts, unknownIds);
    }

    /// <param name="reports">Of one prediction, in order.</param>
    /// <param name="outcomes">Gets the one that holds.</param>
    private FeedbackCounts Hold(List<(int Place, KnownOutcome Outcome)> reports, JoinedOutcome?[] outcomes)
    {
        var (held, corrected) = (reports[0].Outcome, 0);
        foreach (var (_, outcome) in reports)
        {
            if (outcome.Value == held.Value)
                continue;
            (held, corrected) = (outcome, corrected + 1);
        }

        var place = reports[0].Place;
        var isLate = held.Time - _times[place] > options.LateAfter.Ticks;
        outcomes[place] = new JoinedOutcome(held.Value, held.Time, isLate)
        {
            Groups = reports.Select(x => x.Outcome.Groups).LastOrDefault(x => x is not null),
        };
        return new FeedbackCounts
        {
            Matched = 1,
            Late = isLate ? 1 : 0,
            Corrected = corrected,
            Duplicate = reports.Count - 1 - corrected,
        };
    }
}

/// <summary>How outcomes are joined.</summary>
public sealed record FeedbackJoinOptions
{
    /// <summary>An outcome that was known so long after its prediction is late, and counts; 30 days unless told.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>What came true, as somebody reported it.</summary>
/// <param name="Id">Of the prediction; counts where there is no key.</param>
/// <param name="Key">Of one or more predictions; or none.</param>
/// <param name="Value">A class, or a number.</param>
/// <param name="Time">When it was known, in ticks of UTC.</param>
public readonly record struct KnownOutcome(PredictionId Id, PredictionKey Key, LoggedValue Value, long Time)
{
    /// <summary>What whoever reported it knows of the row's groups, in the order that was asked for; null for nothing.</summary>
    public IReadOnlyList<string?>? Groups { get; init; }

    internal static int InOrder(KnownOutcome a, KnownOutcome b) =>
        a.Time != b.Time ? a.Time.CompareTo(b.Time)
        : a.Value.Number is { } number && b.Value.Number is { } other ? number.CompareTo(other)
        : string.CompareOrdinal(a.Value.Text ?? "", b.Value.Text ?? "");
}

/// <summary>The outcome that holds of one prediction.</summary>
/// <param name="Value">A class, or a number.</param>
/// <param name="Time">When it was known first, in ticks of UTC.</param>
/// <param name="IsLate">It was known long after the prediction.</param>
public sealed record JoinedOutcome(LoggedValue Value, long Time, bool IsLate)
{
    /// <summary>Of the last report that has any; null for none.</summary>
    public IReadOnlyList<string?>? Groups { get; init; }
}

/// <summary>Predictions and what came true of them.</summary>
public sealed class JoinedFeedback
{
    private readonly JoinedOutcome?[] _outcomes;

    internal JoinedFeedback(JoinedOutcome?[] outcomes, FeedbackCounts counts, IReadOnlySet<PredictionId> unknown) =>
        (_outcomes, Counts, Unknown) = (outcomes, counts, unknown);

    public FeedbackCounts Counts { get; }

    /// <summary>
    /// The ids of no prediction that was added. They may be of earlier ones: <see cref="PredictionLogReaderOptions.Servers"/> has
    /// their servers' files read again.
    /// </summary>
    public IReadOnlySet<PredictionId> Unknown { get; }

    /// <summary>Of the prediction at that place; null where nobody has told, and for a repetition.</summary>
    public JoinedOutcome? this[int place] => _outcomes[place];
}

/// <summary>What came of joining; counts of two joins of different predictions add up.</summary>
public sealed record FeedbackCounts
{
    /// <summary>Predictions that have an outcome.</summary>
    public long Matched { get; init; }

    /// <summary>Of those, how many got it late.</summary>
    public long Late { get; init; }

    /// <summary>Ids and keys, each once, that no prediction has.</summary>
    public long Unknown { get; init; }

    /// <summary>Reports that say again what was known.</summary>
    public long Duplicate { get; init; }

    /// <summary>Reports that say otherwise than the one before.</summary>
    public long Corrected { get; init; }

    /// <summary>Predictions whose id was there before, as a file that was copied has them.</summary>
    public long RepeatedPredictions { get; init; }

    public static FeedbackCounts operator +(FeedbackCounts left, FeedbackCounts right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new FeedbackCounts
        {
            Matched = left.Matched + right.Matched,
            Late = left.Late + right.Late,
            Unknown = left.Unknown + right.Unknown,
            Duplicate = left.Duplicate + right.Duplicate,
            Corrected = left.Corrected + right.Corrected,
            RepeatedPredictions = left.RepeatedPredictions + right.RepeatedPredictions,
        };
    }

    public static FeedbackCounts Add(FeedbackCounts left, FeedbackCounts right) => left + right;
}
