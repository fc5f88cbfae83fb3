using Pipeline.Core.Problems;

namespace Pipeline.Models;

/// <summary>The trainers that a build knows.</summary>
public sealed class TrainerCatalog(params IEnumerable<ITrainer> trainers)
{
    private readonly SortedDictionary<string, ITrainer> _byName =
        new(trainers.ToDictionary(trainer => trainer.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>In ordinal order of their names.</summary>
    public IReadOnlyCollection<ITrainer> All => _byName.Values;

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

/// <summary>Whether a trainer learns a task.</summary>
public static class TrainerTasks
{
    /// <summary>What the trainer learns instead, as a sentence; null where it learns the task.</summary>
    public static string? Refuse(this ITrainer trainer, ModelTask task)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return trainer.Tasks.Contains(task) ? null :
            $"{trainer.Name} learns {string.Join(" and ", trainer.Tasks.Select(known => TaskKind.Of(known).Words))} only, "
            + $"and the task is {TaskKind.Of(task).Words}.";
    }
}
