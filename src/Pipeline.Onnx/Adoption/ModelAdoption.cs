using Microsoft.ML.OnnxRuntime;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Onnx.Files;
using Pipeline.Onnx.Sessions;

namespace Pipeline.Onnx.Adoption;

/// <summary>
/// Makes a model of the toolkit of an ONNX file: binds its inputs and outputs to the data, and asks it about every train row, so
/// that what it cannot do is known before anybody relies on it.
/// </summary>
/// <param name="file">The model.</param>
/// <param name="mapping">What the manifest says of it.</param>
/// <param name="section">Where it says that: "training.options".</param>
internal sealed class ModelAdoption(ModelFile file, OnnxMapping mapping, string section)
{
    private const int RowsAtOnce = 1024;

    /// <summary>A model that the runtime does not take, that is not of the data, or gives no answers is a problem.</summary>
    /// <param name="set">The train rows.</param>
    /// <param name="note">Takes sentences on what was assumed.</param>
    /// <param name="cancellationToken">Ends it between batches.</param>
    public Validated<TrainedModel> Adopt(TrainingSet set, Action<string> note, CancellationToken cancellationToken)
    {
        var features = set.Rows.Without(set.Label);
        var discovered = TaskKind.Of(set.Task).Discover(set.Rows[set.Label], set.Positive);
        if (!discovered.TryGet(out var target))
            return Validated.Invalid<TrainedModel>(discovered.Problems);
        try
        {
            using var session = OnnxSessions.Open(file.Bytes);
            var inputs = new InputBinder(mapping, section, features).Bind(session.InputMetadata, note);
            if (!inputs.TryGet(out var bound))
                return Refuse(inputs.Problems);
            var probed = Probe(session, bound, features);
            var answers = new OutputBinder(mapping, section, probed, file.Content.Classes).Bind(target.Label, note);
            return answers.TryGet(out var answered)
                ? Adopt(session, new Bound(bound, answered, set), features, cancellationToken)
                : Refuse(answers.Problems);
        }
        catch (OnnxRuntimeException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Refuse(new Problem($"The model does not run: {OnnxSessions.Explain(exception)}.", "Export it anew."));
        }
        catch (InvalidDataException exception)
        {
            return Refuse(new Problem($"The model does not answer: {exception.Message}.", "Export it anew."));
        }
    }

    private Validated<TrainedModel> Adopt(
        InferenceSession session, Bound bound, Table features, CancellationToken cancellationToken)
    {
        var set = bound.Set;
        var signature = new ModelSignature
        {
            Flavor = OnnxFlavor.FlavorName,
            Task = set.Task,
            Label = bound.Answers.Label,
            Inputs = [.. bound.Inputs.Columns.Select(column => set.Declared.InputOf(features[column]))],
            Outputs = TaskKind.Of(set.Task).Outputs(bound.Answers.Label),
            Spellings = set.Declared.Spellings,
            Unseen = set.Declared.Unseen,
        };
        var binding = new OnnxBinding
        {
            Inputs = bound.Inputs.Tensors,
            Output = bound.Answers.Output,
            MissingText = mapping.MissingText,
            RowsAtOnce = 1,
        };
        var check = new AnswerCheck(session, signature, features);
        if (bound.Inputs.TakesMany && check.IsSameInBatches(binding, RowsAtOnce))
            binding = binding with { RowsAtOnce = RowsAtOnce };
        var artifact = new ModelArtifact(signature, new Dictionary<string, ReadOnlyMemory<byte>>
        {
            [OnnxFlavor.FileName] = file.Bytes,
            [OnnxBinding.FileName] = binding.ToBytes(),
        });
        using var predictor = new OnnxFlavor().Load(artifact);
        var scored = predictor.Score(features, cancellationToken);
        if (check.Refuse(scored, section) is { } problem)
            return Refuse(problem);
        if (bound.Answers.Decided is { } decided && check.RefuseOrder(binding, decided, scored, section) is { } order)
            return Refuse(order);
        // The model may know classes that no train row has; then a class has another number than it had among the rows.
        var target = TaskKind.Of(set.Task).Read(set.Rows[set.Label], signature.Label);
        return target.TryGet(out var truth)
            ? Validated.Valid(new TrainedModel(artifact, TrainingFit.Measure(artifact.Signature, scored, truth)))
            : Refuse(target.Problems);
    }

    /// <summary>What a file says of its outputs is often nothing: a single row shows what they are.</summary>
    private List<ModelOutput> Probe(InferenceSession session, BoundInputs bound, Table features)
    {
        var inputs = bound.Columns.Select(column => new ModelInput(column, features[column].Type, MayBeMissing: true)).ToList();
        using var row = new InputRows(bound.Tensors, inputs, 1, mapping.MissingText);
        row.Fill(features, 0);
        using var options = new RunOptions();
        string[] names = [.. session.OutputMetadata.Keys];
        using var results = session.Run(options, row.Names, row.Values, names);
        return [.. names.Zip(results, ModelOutput.Of)];
    }

    private Validated<TrainedModel> Refuse(params IEnumerable<Problem> problems) => Validated.Invalid<TrainedModel>(
        [.. problems.Select(problem => problem.File.Length > 0 ? problem : problem with { File = file.Shown })]);

    private sealed record Bound(BoundInputs Inputs, BoundAnswers Answers, TrainingSet Set);
}
