using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Models;
using Pipeline.Core.Progress;
using Pipeline.Core.Tables;
using Pipeline.MLNet;
using Pipeline.MLNet.Trainers;

namespace Pipeline.Benchmarks.Training;

/// <summary>Repeated trainings with the same settings, and how good the last model is.</summary>
internal sealed class VariantTimings
{
    private const int SingleRows = 10_000;

    private readonly Timings _training = new("train");
    private readonly Timings _table = new("score the test rows");
    private readonly Timings _single = new($"score one row {SingleRows} times");
    private BinaryFigures? _figures;

    public void Add(
        bool isWarmUp, FastTreeTrainer trainer, TrainingRequest request, Table test, CancellationToken cancellationToken)
    {
        var payload = default(ModelPayload);
        var scored = default(Table);
        var training = Time(() =>
            payload = trainer.Train(request, new Progress<StepEvent>(), cancellationToken).OrThrow().Payload);
        using var predictor = new MLNetFlavor().Load(payload!);
        var table = Time(() => scored = predictor.Score(test, cancellationToken));
        var single = Time(() => ScoreOneRow(predictor, test));
        _figures = BinaryFigures.Of(
            ((NumberColumn)scored![ModelOutputs.Probability]).Values,
            BinaryLabel.Read(test[Adult.Label], predictor.Signature.Label).Value.Values);
        if (isWarmUp)
            return;
        _training.Add(training);
        _table.Add(table);
        _single.Add(single);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Timings.Header}
        {_training}
        {_table}
        {_single}
        AUC {_figures!.RocAuc:0.0000}  AUPRC {_figures.AveragePrecision:0.0000}  accuracy {_figures.Accuracy:0.0000}
        log-loss {_figures.LogLoss:0.0000}, in base 2 {_figures.LogLoss / Math.Log(2):0.0000}
        """);

    private static void ScoreOneRow(IPredictor predictor, Table test)
    {
        var row = new FeatureRow(predictor.Signature);
        row.Fill(test, 0);
        Span<double> answers = stackalloc double[predictor.Signature.Outputs.Count];
        for (var i = 0; i < SingleRows; i++)
            predictor.Score(row, answers);
    }

    private static TimeSpan Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start);
    }
}
