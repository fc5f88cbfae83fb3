using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Monitoring.Windows;

/// <summary>Who answered people the requests that a shadow was sent copies of, and to how many both answers are known.</summary>
/// <param name="Model">By its digest.</param>
/// <param name="Requests">How many were compared.</param>
public sealed record ShadowChampion(Digest Model, int Requests)
{
    /// <summary>Null where it was never registered.</summary>
    public ModelVersion? Version { get; init; }
}

/// <summary>
/// Puts a shadow's answers in one window beside those that people were told. A copy of a request is known by its inputs: of
/// several with the same, the first in time is the copy of the first. Of inputs nothing but a hash is in memory.
/// </summary>
/// <param name="shadow">Whose window it is.</param>
/// <param name="window">Its time.</param>
/// <param name="join">Takes all predictions, for what came true.</param>
internal sealed class ShadowPairs(WatchedModel shadow, WindowSpan window, FeedbackJoin join)
{
    /// <summary>As many requests show whatever matters; the hash decides which ones they are.</summary>
    private const int MostPairs = 20_000;

    private readonly Side _shadow = new(shadow);
    private readonly Dictionary<Digest, Side> _told = [];

    /// <summary>Takes the rows of a batch that are in the window.</summary>
    /// <param name="batch">Any.</param>
    /// <param name="model">That answered; null where nobody knows it.</param>
    public void Add(PredictionBatch batch, WatchedModel? model)
    {
        if (model is null)
            return;
        var isOwn = model.Digest == shadow.Digest;
        var side = isOwn ? _shadow : CollectionsMarshal.GetValueRefOrAddDefault(_told, model.Digest, out _) ??= new Side(model);
        var rows = new List<int>();
        for (var row = 0; row < batch.Count; row++)
        {
            var isShadow = batch.Routes[batch.RouteCodes[row]] == PredictionRoutes.Shadow;
            if (window.Holds(batch.Times[row]) && isShadow == isOwn)
                rows.Add(row);
        }

        if (rows.Count > 0)
            side.Add(batch, rows, InputsOf(side), join);
    }

    /// <summary>Null where no copy is of a request that a model of the same label answered.</summary>
    /// <param name="outcome">By place in the join, what came true.</param>
    public (WatchedModel Champion, PredictionRows Shadow, PredictionRows Told)? Find(Func<int, LoggedValue?> outcome)
    {
        var found = _told.Values.Where(x => x.Model.Signature.Task == shadow.Signature.Task
                && x.Model.Signature.Label == shadow.Signature.Label)
            .Select(x => (Side: x, Pairs: Pair(x))).Where(x => x.Pairs.Count > 0)
            .OrderByDescending(x => x.Pairs.Count).ThenBy(x => x.Side.Model.Digest.Hex, StringComparer.Ordinal)
            .FirstOrDefault();
        return found.Side is null
            ? null
            : (found.Side.Model,
                _shadow.Take([.. found.Pairs.Select(x => x.Shadow)], outcome),
                found.Side.Take([.. found.Pairs.Select(x => x.Told)], outcome));
    }

    /// <summary>What both models read, in one order.</summary>
    private string[] InputsOf(Side side) =>
        [.. shadow.Signature.Inputs.Select(x => x.Name).Intersect(side.Model.Signature.Inputs.Select(x => x.Name))];

    private List<(int Shadow, int Told)> Pair(Side told)
    {
        var (copies, answers, pairs) = (_shadow.InOrder(), told.InOrder(), new List<(int, int)>());
        for (var (i, j) = (0, 0); i < copies.Length && j < answers.Length && pairs.Count < MostPairs;)
        {
            var order = _shadow.HashOf(copies[i]).CompareTo(told.HashOf(answers[j]));
            if (order == 0)
                pairs.Add((copies[i], answers[j]));
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return pairs;
    }

    /// <summary>What one model answered in the window.</summary>
    private sealed class Side(WatchedModel model)
    {
        private readonly IReadOnlyList<string> _outputs = TaskKind.Of(model.Signature.Task).Outputs(model.Signature.Label);
        private readonly HashSet<PredictionId> _ids = [];
        private readonly List<UInt128> _hashes = [];
        private readonly List<long> _times = [];
        private readonly List<double> _weights = [];
        private readonly List<int> _places = [];
        private readonly List<double[]> _answers = [];

        public WatchedModel Model => model;

        public UInt128 HashOf(int row) => _hashes[row];

        public void Add(PredictionBatch batch, List<int> rows, string[] inputs, FeedbackJoin join)
        {
            var hashes = InputHashes.Of(inputs, batch, rows);
            var outputs = _outputs.Select(batch.Output).ToArray();
            foreach (var (place, row) in rows.Index())
            {
                var answer = Array.ConvertAll(outputs, x => x is { HasNumbers: true } ? x.Numbers[row] : double.NaN);
                var key = batch.Keys.IsEmpty ? default : batch.Keys[row];
                if (answer.Any(double.IsNaN) || !_ids.Add(batch.Ids[row]))
                    continue;

                // Another window may have the same answers beside copies of its own.
                if (!join.TryAdd(batch.Ids[row], batch.Times[row], key, out var joined))
                    joined = join.PlaceOf(batch.Ids[row]);
                _hashes.Add(hashes[place]);
                _times.Add(batch.Times[row]);
                _weights.Add(1 / batch.SamplingProbabilities[row]);
                _places.Add(joined);
                _answers.Add(answer);
            }
        }

        /// <summary>Its rows by hash, then by time.</summary>
        public int[] InOrder()
        {
            int[] rows = [.. Enumerable.Range(0, _hashes.Count)];
            Array.Sort(rows, (a, b) => _hashes[a] != _hashes[b] ? _hashes[a].CompareTo(_hashes[b])
                : _times[a] != _times[b] ? _times[a].CompareTo(_times[b]) : a.CompareTo(b));
            return rows;
        }

        public PredictionRows Take(int[] rows, Func<int, LoggedValue?> outcome)
        {
            var outcomes = new OutcomeReader(model.Signature);
            return new PredictionRows
            {
                Task = model.Signature.Task,
                Label = model.Signature.Label,
                Decision = model.Signature.Decision,
                Times = [],
                Answers = [.. _outputs.Select((_, place) => Array.ConvertAll(rows, row => _answers[row][place]))],
                Outcomes = [.. rows.Select(row => outcomes.Read(outcome(_places[row])))],
                Weights = [.. rows.Select(row => _weights[row])],
            };
        }
    }
}

/// <summary>What rows were asked, as 128 bits each.</summary>
internal static class InputHashes
{
    private const ulong Missing = 0x9E3779B97F4A7C15;

    /// <param name="inputs">Which ones count, in one order.</param>
    /// <param name="batch">Has the rows.</param>
    /// <param name="rows">Which ones.</param>
    public static UInt128[] Of(IReadOnlyList<string> inputs, PredictionBatch batch, IReadOnlyList<int> rows)
    {
        var columns = inputs.Select(batch.Input).ToArray();
        var texts = Array.ConvertAll(columns, x => x is { HasTexts: true }
            ? x.Texts.Select(y => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(y))).ToArray()
            : []);
        var values = new ulong[columns.Length];
        var hashes = new UInt128[rows.Count];
        for (var place = 0; place < hashes.Length; place++)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                values[i] = columns[i] is not { } column || column.IsMissing(rows[place]) ? Missing
                    : column.HasTexts && column.Codes[rows[place]] is >= 0 and var code ? texts[i][code]
                    : BitConverter.DoubleToUInt64Bits(column.Numbers[rows[place]]);
            }

            hashes[place] = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return hashes;
    }
}
