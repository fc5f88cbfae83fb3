using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Gates;

/// <summary>
/// The champion's answers, or another version's, for the test rows that it has not learned from. It is asked once, when a gate
/// first needs it.
/// </summary>
internal sealed class ChampionRows : IReference
{
    private readonly JudgedRows _judged;
    private readonly Champion _champion;
    private readonly Lazy<Asked> _asked;

    /// <param name="judged">The test rows.</param>
    /// <param name="champion">Who is asked.</param>
    /// <param name="name">In sentences: "the champion", "v3".</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public ChampionRows(JudgedRows judged, Champion champion, string name, CancellationToken cancellationToken)
    {
        (_judged, _champion) = (judged, champion);
        _asked = new Lazy<Asked>(() => champion is Champion.Ready ready ? Ask(ready, name, cancellationToken) : Asked.Nothing);
    }

    /// <summary>Why there is no comparison; null where there is one.</summary>
    public MeasuredValue? Absent => _champion switch
    {
        Champion.Absent x => new MeasuredValue.NotApplicable(x.Reason),
        Champion.Unusable x => new MeasuredValue.NotMeasured(x.Reason),
        _ => _asked.Value.Broken is { } broken ? new MeasuredValue.NotMeasured(broken) : null,
    };

    /// <summary>What the document says; null where there is no champion.</summary>
    public EvaluatedChampion? Describe() => _champion switch
    {
        Champion.Unusable x => new EvaluatedChampion(x.Model, 0, 0),
        Champion.Ready x when !_asked.IsValueCreated => new EvaluatedChampion(x.Model, 0, 0),
        Champion.Ready x => new EvaluatedChampion(x.Model, _asked.Value.Fresh.Count, _asked.Value.LeftOut),
        _ => null,
    };

    /// <summary>Both models' answers for the given rows, without those that the champion has learned from.</summary>
    public Sample Pair(IMetric metric, string? slice, IEnumerable<int> rows) => Pair(slice, rows);

    private Sample Pair(string? slice, IEnumerable<int> rows) =>
        Sample.Of(
            slice,
            _judged.Truth,
            _judged.Groups,
            [.. rows.Where(_asked.Value.Fresh.Contains)],
            _judged.Answers,
            _asked.Value.Answers!);

    /// <summary>Both models' answers, where a gate has asked the champion and it could answer; null where not.</summary>
    public Sample? FindCompared(IEnumerable<int> rows) =>
        _champion is Champion.Ready && _asked is { IsValueCreated: true, Value.Broken: null } ? Pair(null, rows) : null;

    private Asked Ask(Champion.Ready champion, string name, CancellationToken cancellationToken)
    {
        var all = Enumerable.Range(0, _judged.Rows.RowCount).ToList();
        int[] fresh = [.. all.Where(x => !champion.Learned.Contains(_judged.Identities[x]))];
        var leftOut = all.Count - fresh.Length;
        if (fresh.Length == 0)
            return Asked.Without($"{name} was trained on every one of the test rows", leftOut);
        if (champion.Predictor.Signature.Label != _judged.Label)
            return Asked.Without($"it tells {champion.Predictor.Signature.Label}, not {_judged.Label}", leftOut);
        try
        {
            var answers = Answers.Of(champion.Predictor, _judged.Rows.Select(fresh), cancellationToken);
            return answers.Broken is { } broken
                ? Asked.Without(broken, leftOut)
                : new Asked(fresh.ToHashSet(), leftOut, Spread(answers, fresh, all.Count), null);
        }
        catch (InvalidInputException exception)
        {
            return Asked.Without(string.Join(' ', exception.Problems).TrimEnd('.'), leftOut);
        }
    }

    /// <summary>By row of the test again; rows that were left out are never looked at.</summary>
    private static Answers Spread(Answers answers, int[] fresh, int count) =>
        answers with { Columns = [.. answers.Columns.Select(x => Spread(x, fresh, count))] };

    private static double[] Spread(IReadOnlyList<double> column, int[] fresh, int count)
    {
        var spread = new double[count];
        for (var i = 0; i < fresh.Length; i++)
            spread[fresh[i]] = column[i];
        return spread;
    }

    private sealed record Asked(IReadOnlySet<int> Fresh, int LeftOut, Answers? Answers, string? Broken)
    {
        public static Asked Nothing { get; } = Without("it was not asked", 0);

        public static Asked Without(string reason, int leftOut) => new(new HashSet<int>(), leftOut, null, reason);
    }
}
