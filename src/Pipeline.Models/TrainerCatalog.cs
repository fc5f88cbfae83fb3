using Pipeline.Core.Problems;

namespace Pipeline.Models;

/// <summary>The trainers that a build knows.</summary>
public sealed class TrainerCatalog(params IEnumerable<ITrainer> trainers)
{
    private readonly SortedDictionary<string, ITrainer> _byName =
        new(trainers.ToDictionary(x => x.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>The trainer of a name; an unknown name is a problem that says which one is near, and which are known.</summary>
    public Validated<ITrainer> Find(string name, SourceLocation? location = null)
    {
        if (_byName.TryGetValue(name, out var trainer))
            return Validated.Valid(trainer);
        var near = NearestNames.Of(name, Names);
        var known = $"Known trainers: {string.Join(", ", Names)}.";
        return Validated.Invalid<ITrainer>((location ?? new SourceLocation("")).Problem(
            $"There is no trainer '{name}'.", near.Count == 0 ? known : $"{NearestNames.Hint(name, Names)} {known}"));
    }
}
