namespace Pipeline.Models;

/// <summary>Whether a trainer learns a task.</summary>
public static class TrainerTasks
{
    /// <summary>What the trainer learns instead, as a sentence; null where it learns the task.</summary>
    public static string? Refuse(this ITrainer trainer, ModelTask task)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return trainer.Tasks.Contains(task) ? null :
            $"{trainer.Name} learns {string.Join(" and ", trainer.Tasks.Select(x => TaskKind.Of(x).Words))} only, "
            + $"and the task is {TaskKind.Of(task).Words}.";
    }
}
