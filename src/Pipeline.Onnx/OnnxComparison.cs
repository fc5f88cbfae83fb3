using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Onnx.Sessions;

namespace Pipeline.Onnx;

/// <summary>Holds a model's form in ONNX against the model itself.</summary>
public static class OnnxComparison
{
    private const double MostDifference = 1e-4;

    /// <summary>Of the largest answers, the part below which a float's own error is no small part of an answer.</summary>
    private const double Small = 0.01;

    /// <summary>
    /// Asks both about the same rows. Answers are the same if they differ by no more than a ten thousandth of the model's, or of
    /// a hundredth of its largest one where that is more.
    /// </summary>
    /// <param name="draft">As a trainer wrote it.</param>
    /// <param name="model">What it was written of, without calibration.</param>
    /// <param name="rows">At least one that the model's signature has no problem with.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static OnnxForm Compare(
        OnnxDraft.Written draft, IPredictor model, Table rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        try
        {
            return Held(Answers(draft, model.Signature, rows), model.Score(rows, cancellationToken));
        }
        catch (OnnxRuntimeException exception)
        {
            return new OnnxForm { Reason = OnnxSessions.Explain(exception) };
        }
        catch (InvalidDataException exception)
        {
            return new OnnxForm { Reason = exception.Message };
        }
    }

    /// <summary>By output of the signature, then by row.</summary>
    private static double[][] Answers(OnnxDraft.Written draft, ModelSignature signature, Table rows)
    {
        var told = draft.Tell(rows);
        var inputs = signature with
        {
            Inputs = [.. told.Columns.Select(column => new ModelInput(column.Name, column.Type, MayBeMissing: true))],
        };
        using var session = OnnxSessions.Open(draft.Bytes);
        using var options = new RunOptions();
        var columns = signature.Outputs.Select(_ => new double[rows.RowCount]).ToArray();
        var isEachOfOne = draft.Outputs.Count == columns.Length;
        for (var output = 0; output < draft.Outputs.Count; output++)
        {
            int[] places = isEachOfOne ? [output] : [.. Enumerable.Range(0, columns.Length)];
            var binding = new OnnxBinding
            {
                Inputs = [.. inputs.Inputs.Select(Bound)],
                Output = new BoundOutput(
                    draft.Outputs[output], places.Length, [.. Enumerable.Range(0, places.Length)], AnswerTransform.None),
                MissingText = "",
                RowsAtOnce = rows.RowCount,
            };
            using var call = new OnnxCall(session, binding, inputs, rows.RowCount);
            var answers = new double[rows.RowCount * places.Length];
            call.Fill(told, first: 0);
            call.Run(options, answers);
            for (var i = 0; i < answers.Length; i++)
                columns[places[i % places.Length]][i / places.Length] = answers[i];
        }

        return columns;
    }

    private static BoundInput Bound(ModelInput input, int place) => new(
        input.Name, input.Type == ColumnType.Number ? OnnxElement.Float : OnnxElement.Text, [place], IsFlat: false);

    private static OnnxForm Held(double[][] answers, Table expected)
    {
        var largest = 0.0;
        for (var output = 0; output < answers.Length; output++)
        {
            var truth = ((NumberColumn)expected.Columns[output]).Values;
            var least = Small * truth.Max(Math.Abs);
            for (var row = 0; row < truth.Length; row++)
            {
                if (!double.IsFinite(answers[output][row]))
                {
                    return Refused(string.Create(
                        CultureInfo.InvariantCulture,
                        $"it answers {answers[output][row]} to a row, and the model {truth[row]:g4}"));
                }

                var difference = Math.Abs(answers[output][row] - truth[row]);
                largest = Math.Max(largest, difference == 0 ? 0 : difference / Math.Max(Math.Abs(truth[row]), least));
            }
        }

        return largest <= MostDifference
            ? new OnnxForm { Rows = expected.RowCount, LargestDifference = largest }
            : Refused(string.Create(
                CultureInfo.InvariantCulture, $"its answers differ from the model's by up to {largest:0e+00} of them"));

        OnnxForm Refused(string reason) =>
            new() { Reason = reason, Rows = expected.RowCount, LargestDifference = largest };
    }
}
