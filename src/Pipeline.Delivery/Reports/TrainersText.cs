using Pipeline.Manifest.Records;
using Pipeline.Models;

namespace Pipeline.Delivery.Reports;

/// <summary>What a manifest's <c>training</c> may say: trainers, and the options of each with their defaults.</summary>
internal static class TrainersText
{
    private const int Indent = 24;

    public static IEnumerable<string> Of(TrainerCatalog trainers) => trainers.All.SelectMany(Lines);

    private static IEnumerable<string> Lines(ITrainer trainer) =>
    [
        $"{trainer.Name} ({string.Join(", ", trainer.Tasks.Select(task => TaskKind.Of(task).Words))})",
        .. ManifestRecord.Description(trainer.Options) is { } description ? [$"  {description}"] : Array.Empty<string>(),
        .. ManifestRecord.Keys(trainer.Options).SelectMany(Lines),
        "",
    ];

    private static IEnumerable<string> Lines(RecordKey key) =>
    [
        $"{$"  {key.Path}: {key.Default}",-Indent} {key.Description}".TrimEnd(),
        $"{"",-Indent} Accepted is {key.Accepted}.",
    ];
}
