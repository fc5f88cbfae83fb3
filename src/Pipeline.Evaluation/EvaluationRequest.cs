using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Evaluation.Behaviour;
using Pipeline.Evaluation.Runs;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation;

/// <summary>Which model is judged, by what.</summary>
public sealed record EvaluationRequest
{
    /// <summary>Its <see cref="EvaluationSection"/> says what the model must hold to.</summary>
    public required BoundManifest<ModelFrame> Manifest { get; init; }

    /// <summary>The model is judged by the test rows alone.</summary>
    public required LabelledData Data { get; init; }

    public required IPredictor Predictor { get; init; }

    /// <summary>The digest of the model's artifact.</summary>
    public required Digest Model { get; init; }

    /// <summary>By default there is none yet.</summary>
    public Champion Champion { get; init; } = new Champion.Absent();

    /// <summary>Registered versions that gates compare with, by number; none by default.</summary>
    public IReadOnlyDictionary<int, Champion> Versions { get; init; } = new Dictionary<int, Champion>();

    /// <summary>All that are known, of any task, in the order of reports.</summary>
    public required IReadOnlyList<IMetric> Metrics { get; init; }

    /// <summary>What rows may be disturbed by, in the order of reports; by default they are left alone.</summary>
    public IReadOnlyList<IRobustnessRule> Rules { get; init; } = [];

    /// <summary>What people know that the model must do; null, the default, where nobody wrote it down.</summary>
    public BoundManifest<BehaviourTests>? Behaviour { get; init; }

    /// <summary>Columns of which no value stands in any document; none by default.</summary>
    public IReadOnlyCollection<string> Personal { get; init; } = [];

    /// <summary>
    /// What cross-validation came to when the model was trained, for gates that are held against it; none by default.
    /// </summary>
    public IReadOnlyList<Measurement> Folds { get; init; } = [];

    /// <summary>What was measured of it in its server; null, the default, where no server was started.</summary>
    public ServerTest? Server { get; init; }

    /// <summary>What the document should say that it was made from.</summary>
    public IReadOnlyDictionary<string, Digest> Inputs { get; init; } = new Dictionary<string, Digest>();

    /// <summary>Told the answers to all test rows, where somebody keeps them; nobody by default.</summary>
    public Action<AnsweredRows>? Answered { get; init; }

    /// <summary>How many threads to use, at least 1; null uses what the machine has. The answer is the same.</summary>
    public int? Threads { get; init; }
}
