using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Makes models of how far a regression is off, of the rows that it was judged by: they are the only ones of which an honest
/// error is known. How far estimates are off is found by models that had not seen the rows either.
/// </summary>
/// <param name="trainer">Learns regressions; boosted trees are usual.</param>
/// <param name="trainerOptions">A record of the trainer's own; null for its defaults.</param>
/// <param name="seed">Where chance plays a part.</param>
public sealed class LossModelMaker(ITrainer trainer, object? trainerOptions, int seed)
{
    private const int Folds = 5;

    /// <summary>Estimates of similar size are told apart by so many bins at most.</summary>
    private const int MostBins = 10;

    /// <summary>Fewer rows do not tell how far estimates spread.</summary>
    private const int LeastRows = 100;

    /// <summary>Too few rows, and rows that the trainer learns nothing from, are problems.</summary>
    /// <param name="inputs">What the model read; no other columns.</param>
    /// <param name="predictions">By row, what it answered.</param>
    /// <param name="truth">By row.</param>
    /// <param name="load">Makes a model ready to answer.</param>
    /// <param name="progress">Told what trainers tell.</param>
    /// <param name="cancellationToken">Ends it between two trainings.</param>
    public Validated<MadeLossModels> Make(
        Table inputs,
        IReadOnlyList<double> predictions,
        IReadOnlyList<double> truth,
        Func<ModelArtifact, IPredictor> load,
        IProgress<StepEvent> progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(load);
        if (truth.Count < LeastRows)
        {
            return Validated.Invalid<MadeLossModels>(new Problem(
                $"Losses are learned from {LeastRows} rows or more, and there are {truth.Count}."));
        }

        var features = LossEstimate.Features(inputs, predictions);
        var models = new SortedDictionary<string, ModelArtifact>(StringComparer.Ordinal);
        var (references, problems) = (new List<LossReference>(), new List<Problem>());
        foreach (var metric in LossEstimate.Metrics)
        {
            var losses = predictions.Zip(truth, (answer, value) => LossEstimate.Loss(metric, answer, value)).ToArray();
            var all = Train(features, losses, [.. Enumerable.Range(0, losses.Length)], progress, cancellationToken);
            var apart = Unseen(features, losses, load, progress, cancellationToken);
            problems.AddRange([.. all.Problems, .. apart.Problems]);
            if (!all.TryGet(out var artifact) || !apart.TryGet(out var estimates))
                continue;
            models.Add(metric, artifact);
            references.Add(Spread(metric, losses, estimates));
        }

        return problems.Count > 0
            ? Validated.Invalid<MadeLossModels>(problems)
            : Validated.Valid(new MadeLossModels(models, references));
    }

    /// <summary>By row, what a model says of its loss that has learned from other rows.</summary>
    private Validated<double[]> Unseen(
        Table features,
        double[] losses,
        Func<ModelArtifact, IPredictor> load,
        IProgress<StepEvent> progress,
        CancellationToken cancellationToken)
    {
        var estimates = new double[losses.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var rows = Enumerable.Range(0, losses.Length).ToLookup(row => row % Folds == fold);
            var trained = Train(features, losses, [.. rows[false]], progress, cancellationToken);
            if (!trained.TryGet(out var artifact))
                return Validated.Invalid<double[]>(trained.Problems);
            int[] left = [.. rows[true]];
            using var predictor = load(artifact);
            var scored = LossEstimate.Score(predictor, features.Select(left), cancellationToken);
            foreach (var (place, row) in left.Index())
                estimates[row] = scored[place];
        }

        return Validated.Valid(estimates);
    }

    private Validated<ModelArtifact> Train(
        Table features, double[] losses, int[] rows, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        var label = "loss";
        while (features.TryGet(label, out _))
            label += "_";
        var trained = trainer.Train(
            new TrainingRequest
            {
                Set = new TrainingSet
                {
                    Rows = new Table([.. features.Columns, new NumberColumn(label, [.. losses])]).Select(rows),
                    Task = ModelTask.Regression,
                    Label = label,
                },
                Options = trainerOptions,
                Seed = seed,
            },
            progress,
            cancellationToken);
        return trained.TryGet(out var model)
            ? Validated.Valid(model.Artifact)
            : Validated.Invalid<ModelArtifact>(trained.Problems);
    }

    private static LossReference Spread(string metric, double[] losses, double[] estimates)
    {
        var (sorted, left) = ((double[])estimates.Clone(), losses.Zip(estimates, (loss, estimate) => loss - estimate).ToArray());
        Array.Sort(sorted, left);
        var bins = Math.Min(MostBins, sorted.Length / (LeastRows / 2));
        var (from, bias, deviation, rows) = (new List<double>(), new List<double>(), new List<double>(), new List<int>());
        for (var begin = 0; begin < sorted.Length;)
        {
            var end = Math.Max(begin + 1, (from.Count + 1) * sorted.Length / bins);
            while (end < sorted.Length && sorted[end].Equals(sorted[end - 1]))
                end++;
            var moments = Statistics.Moments.Of(left.AsSpan(begin, end - begin));
            from.Add(sorted[begin]);
            bias.Add(moments.Mean);
            deviation.Add(moments.StandardDeviation);
            rows.Add(end - begin);
            begin = end;
        }

        return new LossReference { Metric = metric, From = from, Bias = bias, Deviation = deviation, Rows = rows };
    }
}

/// <summary>Models of losses, and how far they are off.</summary>
/// <param name="Models">By the metric that they estimate.</param>
/// <param name="Losses">For the reference, in the order of metrics.</param>
public sealed record MadeLossModels(IReadOnlyDictionary<string, ModelArtifact> Models, IReadOnlyList<LossReference> Losses);
