using Pipeline.Core.Identity;
using Pipeline.Models;

namespace Pipeline.Evaluation;

/// <summary>The model that a new one is compared with.</summary>
public abstract record Champion
{
    private Champion()
    {
    }

    /// <summary>There is none, and comparisons are skipped.</summary>
    /// <param name="Reason">Why, as a clause: "there is no champion yet".</param>
    public sealed record Absent(string Reason = "there is no champion yet") : Champion;

    /// <summary>It cannot answer, and comparisons are errored.</summary>
    /// <param name="Model">The digest of its artifact.</param>
    /// <param name="Reason">Why, as a clause: "its files are gone".</param>
    public sealed record Unusable(Digest Model, string Reason) : Champion;

    /// <param name="Model">The digest of its artifact.</param>
    /// <param name="Predictor">It stays its owner's.</param>
    /// <param name="Learned">The rows that it was trained on, which say nothing about how good it is.</param>
    public sealed record Ready(Digest Model, IPredictor Predictor, RowSet Learned) : Champion;
}
