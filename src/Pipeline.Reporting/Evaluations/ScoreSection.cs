using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Evaluations;

/// <summary>How well probabilities tell classes apart, and whether they mean what they say.</summary>
internal static class ScoreSection
{
    private const int Colours = 5;

    public static ReportSection Of(EvaluationDocument document)
    {
        var scores = document.Curves?.Scores ?? [];
        return new ReportSection("probabilities", "Probabilities", Lead(document, scores))
        {
            Figures = scores.Count == 0 ? [] : [.. Figures(document, scores).OfType<ReportFigure>()],
        };
    }

    private static string Lead(EvaluationDocument document, IReadOnlyList<ScoreCurves> scores) => scores switch
    {
        [var only] when document.Label is ModelLabel.TwoClasses =>
            $"The probability of '{only.Class}', which {Figure.OfWhole(only.Positives)} of {Figure.OfWhole(only.Rows)} rows are.",
        _ => "The probability of each class, held against all the others.",
    };

    private static IEnumerable<ReportFigure?> Figures(EvaluationDocument document, IReadOnlyList<ScoreCurves> scores)
    {
        yield return Roc(document, scores);
        yield return PrecisionRecall(document, scores);
        yield return Calibration(scores);
        yield return scores is [var only] ? Gain(only) : null;
        foreach (var (index, score) in scores.Index())
            yield return Histogram(document, score, index, isOnly: scores.Count == 1) with { IsDetail = scores.Count > 1 };
        yield return scores is [{ Thresholds: not null } single] ? TradeOff(document, single) : null;
    }

    private static ReportFigure? Roc(EvaluationDocument document, IReadOnlyList<ScoreCurves> scores)
    {
        var lines = Lines(document, scores, score => score.Roc, score => score.ChampionRoc, ("roc_auc", "AUC"));
        if (lines.Count == 0)
            return null;
        List<PlotMark> marks = [new PlotMark.Rule(0, 0, 1, 1), .. lines];
        if (Operating(document) is { } operating)
        {
            marks.Add(new PlotMark.Points([operating.FalsePositiveRate], [operating.Recall])
            {
                IsBig = true,
                Style = "c2",
                Name = "at the model's threshold",
            });
        }

        return new ReportFigure(
            "roc",
            new XyPlot
            {
                Title = "ROC curve",
                Description = Described(marks),
                X = "false positive rate",
                Y = "true positive rate",
                XEnds = (0, 1),
                YEnds = (0, 1),
                Height = 260,
                Marks = marks,
            },
            "How many of a class are found, against how many of the others are taken for it. The dotted line is guessing.");
    }

    private static ReportFigure? PrecisionRecall(EvaluationDocument document, IReadOnlyList<ScoreCurves> scores)
    {
        var lines = Lines(
            document,
            scores,
            score => score.PrecisionRecall,
            score => score.ChampionPrecisionRecall,
            ("average_precision", "AP"));
        if (lines.Count == 0)
            return null;
        if (scores is [var only])
        {
            var share = (double)only.Positives / only.Rows;
            lines.Insert(0, new PlotMark.Rule(0, share, 1, share));
        }

        return new ReportFigure(
            "precision-recall",
            new XyPlot
            {
                Title = "Precision and recall",
                Description = Described(lines),
                X = "recall",
                Y = "precision",
                XEnds = (0, 1),
                YEnds = (0, 1),
                Height = 260,
                Marks = lines,
            },
            scores.Count == 1
                ? "Of the rows that are answered with the class, the share that is right. The dotted line is answering at random."
                : "Of the rows that are answered with a class, the share that is right.");
    }

    /// <summary>The line of each class, and before it the champion's where there is one class alone.</summary>
    private static List<PlotMark> Lines(
        EvaluationDocument document,
        IReadOnlyList<ScoreCurves> scores,
        Func<ScoreCurves, CurveLine?> own,
        Func<ScoreCurves, CurveLine?> champions,
        (string Metric, string Words) summary)
    {
        var marks = new List<PlotMark>();
        foreach (var (index, score) in scores.Index())
        {
            if (own(score) is not { } line)
                continue;
            if (scores.Count == 1 && champions(score) is { } champion)
                marks.Add(new PlotMark.Line(champion.X, champion.Y) { Style = "c0", IsDashed = true, Name = "champion" });
            marks.Add(new PlotMark.Line(line.X, line.Y)
            {
                Style = StyleOf(index),
                IsDashed = index >= Colours,
                Name = Name(document, scores, score, summary.Metric, summary.Words),
            });
        }

        return marks;
    }

    private static ReportFigure Calibration(IReadOnlyList<ScoreCurves> scores)
    {
        var marks = new List<PlotMark> { new PlotMark.Rule(0, 0, 1, 1) };
        foreach (var (index, score) in scores.Index())
        {
            double[] x = [.. score.Calibration.Select(bin => bin.Predicted)];
            double[] y = [.. score.Calibration.Select(bin => bin.Observed)];
            if (scores.Count == 1)
            {
                marks.Add(new PlotMark.Whiskers(
                    x,
                    [.. score.Calibration.Select(bin => bin.Interval.Low)],
                    [.. score.Calibration.Select(bin => bin.Interval.High)]));
            }

            marks.Add(new PlotMark.Line(x, y)
            {
                Style = StyleOf(index),
                IsDashed = index >= Colours,
                Name = scores.Count == 1 ? null : score.Class,
            });
            marks.Add(new PlotMark.Points(x, y) { Style = StyleOf(index), IsBig = true });
        }

        var bins = scores.Count == 1
            ? string.Join("; ", scores[0].Calibration.Select(bin =>
                $"of {Figure.OfWhole(bin.Rows)} rows at {Figure.Of(bin.Predicted)}, {Figure.Of(bin.Observed)}"))
            : "One line for each class.";
        return new ReportFigure(
            "calibration",
            new XyPlot
            {
                Title = "Calibration",
                Description = bins,
                X = "mean predicted probability",
                Y = "share that is of the class",
                XEnds = (0, 1),
                YEnds = (0, 1),
                Height = 260,
                Marks = marks,
            },
            "On the dotted line a probability means what it says. " + (scores.Count == 1
                ? $"Upright lines are 95 % intervals; the points have from {Rows(scores[0], bins => bins.Min())} to "
                    + $"{Rows(scores[0], bins => bins.Max())} rows."
                : ""));

        static string Rows(ScoreCurves score, Func<IEnumerable<int>, int> pick) =>
            Figure.OfWhole(pick(score.Calibration.Select(bin => bin.Rows)));
    }

    private static ReportFigure? Gain(ScoreCurves score)
    {
        if (score.Gain is not { } gain)
            return null;
        var share = (double)score.Positives / score.Rows;
        var tenth = gain.X.Index().FirstOrDefault(x => x.Item >= 0.0999).Index;
        var lift = tenth > 0 ? gain.Y[tenth] / gain.X[tenth] : 1;
        return new ReportFigure(
            "gain",
            new XyPlot
            {
                Title = "Cumulative gain",
                Description = "The tenth of the rows with the greatest probabilities has "
                    + $"{Figure.OfPercent(Math.Round(gain.Y[tenth], 3))} of '{score.Class}': "
                    + $"a lift of {Figure.Of(Math.Round(lift, 2))}.",
                X = "share of rows, the greatest probability first",
                Y = "share of the class that is among them",
                XEnds = (0, 1),
                YEnds = (0, 1),
                Height = 260,
                Marks =
                [
                    new PlotMark.Rule(0, 0, 1, 1),
                    new PlotMark.Line([0, share, 1], [0, 1, 1]) { Style = "c0", IsDashed = true, Name = "perfect order" },
                    new PlotMark.Line(gain.X, gain.Y) { Name = "this model" },
                ],
            },
            $"The first tenth has {Figure.OfPercent(Math.Round(gain.Y[tenth], 3))} of the class, "
            + $"{Figure.Of(Math.Round(lift, 2))} times as many as a tenth at random (its lift).");
    }

    private static ReportFigure Histogram(EvaluationDocument document, ScoreCurves score, int index, bool isOnly)
    {
        var (positives, negatives) = (score.Histogram.Positives, score.Histogram.Negatives);
        double[] edges = [.. Enumerable.Range(0, positives.Count + 1).Select(bin => (double)bin / positives.Count)];
        var (own, others) = (Math.Max(1, score.Positives), Math.Max(1, score.Rows - score.Positives));
        var rest = document.Label is ModelLabel.TwoClasses two ? two.Negative : "all others";
        var marks = new List<PlotMark>
        {
            new PlotMark.Bars(edges, [.. negatives.Select(count => (double)count / others)])
            {
                Style = "c0", IsOver = true, Name = $"{rest} ({Figure.OfWhole(score.Rows - score.Positives)})",
            },
            new PlotMark.Bars(edges, [.. positives.Select(count => (double)count / own)])
            {
                IsOver = true, Name = $"{score.Class} ({Figure.OfWhole(score.Positives)})",
            },
        };
        if (document.Decision is DecisionRule.Threshold rule)
            marks.Add(new PlotMark.Upright(rule.Limit, $"threshold {Figure.Of(rule.Limit)}"));
        return new ReportFigure(
            isOnly ? "scores" : $"scores-{index + 1}",
            new XyPlot
            {
                Title = isOnly ? "Probabilities by class" : $"Probability of {score.Class}",
                Description = $"Rows of {score.Class} and of {rest} by probability.",
                X = $"probability of {score.Class}",
                Y = "share of the class's rows",
                XEnds = (0, 1),
                Height = isOnly ? 260 : 130,
                Marks = marks,
            },
            "Both add up to 1. Where they lie over each other, the model does not tell the classes apart.");
    }

    private static ReportFigure TradeOff(EvaluationDocument document, ScoreCurves score)
    {
        var table = score.Thresholds!;
        var selecting = table.SelectionRate.TakeWhile(rate => rate > 0).Count();
        var marks = new List<PlotMark>
        {
            new PlotMark.Line(table.Thresholds, table.SelectionRate) { Style = "c0", IsDashed = true, Name = "selection rate" },
            new PlotMark.Line([.. table.Thresholds.Take(selecting)], [.. table.Precision.Take(selecting)])
            {
                Style = "c3", Name = "precision",
            },
            new PlotMark.Line(table.Thresholds, table.Recall) { Style = "c2", Name = "recall" },
            new PlotMark.Line(table.Thresholds, table.F1) { Name = "F1" },
        };
        var best = table.F1.Index().MaxBy(f1 => f1.Item).Index;
        if (document.Decision is DecisionRule.Threshold rule)
            marks.Add(new PlotMark.Upright(rule.Limit, $"threshold {Figure.Of(rule.Limit)}"));
        return new ReportFigure(
            "thresholds",
            new XyPlot
            {
                Title = "What other thresholds mean",
                Description = $"F1 is greatest at {Figure.Of(table.Thresholds[best])}, with {Figure.Of(table.F1[best])}.",
                X = "threshold",
                Y = "on the test rows",
                XEnds = (0, 1),
                YEnds = (0, 1),
                Height = 260,
                Marks = marks,
            },
            "A threshold that is chosen by this figure is chosen by the test rows, and no longer judged by them.");
    }

    private static (double FalsePositiveRate, double Recall)? Operating(EvaluationDocument document)
    {
        if (document is not { Label: ModelLabel.TwoClasses, Curves.Confusion.Counts: [[var tn, var fp], [var fn, var tp]] })
            return null;
        return tn + fp == 0 || fn + tp == 0 ? null : ((double)fp / (fp + tn), (double)tp / (tp + fn));
    }

    /// <summary>"this model, AUC 0.929 (0.925 to 0.934)".</summary>
    private static string Name(
        EvaluationDocument document, IReadOnlyList<ScoreCurves> scores, ScoreCurves score, string metric, string words)
    {
        var isOnly = scores.Count == 1;
        var measured = MeasurementWords.Find(
            isOnly ? document.Measurements
                : document.PerClass.FirstOrDefault(known => known.Name == score.Class)?.Measurements ?? [], metric);
        var name = isOnly ? "this model" : score.Class;
        return MeasurementWords.NumberOf(measured) is null ? name : $"{name}, {words} {MeasurementWords.WithInterval(measured!)}";
    }

    private static string Described(IEnumerable<PlotMark> marks) =>
        string.Join("; ", marks.Select(mark => mark.Name).OfType<string>());

    private static string StyleOf(int index) => $"c{(index % Colours) + 1}";
}
