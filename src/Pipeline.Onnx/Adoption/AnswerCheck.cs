using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Onnx.Sessions;

namespace Pipeline.Onnx.Adoption;

/// <summary>Holds what a model answers to the train rows against what such answers must be.</summary>
internal sealed class AnswerCheck(InferenceSession session, ModelSignature signature, Table features)
{
    private const int MostCompared = 256;
    private const int MostDecided = 2048;
    private const double SumSlack = 1e-3;
    private const double Tie = 1e-4;

    /// <summary>
    /// Whether several rows at once get bit by bit the answers that each gets alone: evaluation would otherwise judge other
    /// answers than a server gives. Two numbers of rows, because kernels differ by it.
    /// </summary>
    public bool IsSameInBatches(OnnxBinding binding, int most)
    {
        var rows = Math.Min(MostCompared, features.RowCount);
        try
        {
            var single = Answers(binding, rows, 1);
            return Answers(binding, rows, Math.Min(most, rows)).AsSpan().SequenceEqual(single)
                && Answers(binding, rows, 7).AsSpan().SequenceEqual(single);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>The first answer that is none, and probabilities of classes that do not add up to 1.</summary>
    public Problem? Refuse(Table scored, string section)
    {
        var kind = TaskKind.Of(signature.Task);
        var columns = scored.Columns.Cast<NumberColumn>().ToList();
        for (var row = 0; row < scored.RowCount; row++)
        {
            foreach (var column in columns)
            {
                if (kind.Refuse(column.Values[row]) is { } reason)
                {
                    var count = Enumerable.Range(0, scored.RowCount).Count(x => kind.Refuse(column.Values[x]) is not null);
                    return new Problem(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"The model answers {column.Values[row]} {reason}, in {count} of {scored.RowCount} train rows."),
                        HintOf(column.Values[row], section));
                }
            }

            var sum = columns.Sum(column => column.Values[row]);
            if (signature.Label is ModelLabel.Classes && Math.Abs(sum - 1) > SumSlack)
            {
                return new Problem(
                    string.Create(
                        CultureInfo.InvariantCulture, $"The model's probabilities of a row add up to {sum:0.####}, not 1."),
                    $"Write {section}.scores: logits if they are logits.");
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the class that the model decides for is the one that its numbers say: an order that was assumed wrongly would
    /// otherwise look like a bad model. Of rows with one decided class, most must agree.
    /// </summary>
    public Problem? RefuseOrder(OnnxBinding binding, DecidedClass decided, Table scored, string section)
    {
        var rows = Math.Min(MostDecided, features.RowCount);
        var counts = new SortedDictionary<string, (int Same, int All)>(StringComparer.Ordinal);
        using var inputs = new InputRows(binding.Inputs, signature.Inputs, 1, binding.MissingText);
        using var options = new RunOptions();
        var form = new AnswerForm(signature);
        for (var row = 0; row < rows; row++)
        {
            double[] answers = [.. scored.Columns.Select(column => ((NumberColumn)column).Values[row])];
            if (IsTie(answers))
                continue;
            inputs.Fill(features, row);
            using var results = session.Run(options, inputs.Names, inputs.Values, [decided.Output]);
            if (!decided.Classes.TryGetValue(NameIn(results[0]), out var name))
                return new Problem($"The output '{decided.Output}' says '{NameIn(results[0])}', which is no class of the model.");
            var (same, all) = counts.GetValueOrDefault(name);
            counts[name] = (same + (form.Label(answers) == name ? 1 : 0), all + 1);
        }

        var wrong = counts.FirstOrDefault(x => x.Value.Same * 2 < x.Value.All);
        return wrong.Key is null ? null : new Problem(
            $"Where the model decides for '{wrong.Key}' by its output '{decided.Output}', its numbers are for another class in "
            + $"{wrong.Value.All - wrong.Value.Same} of {wrong.Value.All} train rows.",
            $"Name the classes in the order of the numbers: {section}.classes.");
    }

    private double[] Answers(OnnxBinding binding, int rows, int atOnce)
    {
        var width = signature.Outputs.Count;
        var answers = new double[rows * width];
        using var options = new RunOptions();
        for (var first = 0; first < rows; first += atOnce)
        {
            var count = Math.Min(atOnce, rows - first);
            using var call = new OnnxCall(session, binding, signature, count);
            call.Fill(features, first);
            call.Run(options, answers.AsSpan(first * width, count * width));
        }

        return answers;
    }

    private bool IsTie(double[] answers) => signature.Decision switch
    {
        DecisionRule.Threshold rule => Math.Abs(answers[0] - rule.Limit) < Tie,
        _ => answers.OrderDescending().Take(2).ToList() is [var first, var second] && first - second < Tie,
    };

    private static string HintOf(double answer, string section) => double.IsNaN(answer)
        ? "Look at the values that the model is not made for: negative, zero or missing ones."
        : $"Write {section}.scores: logits if they are logits.";

    private static string NameIn(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.String => value.GetStringElement(0),
        TensorElementType.Int64 => value.GetTensorDataAsSpan<long>()[0].ToString(CultureInfo.InvariantCulture),
        _ => value.GetTensorDataAsSpan<int>()[0].ToString(CultureInfo.InvariantCulture),
    };
}
