using System.Globalization;
using DurableWriter;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Data.Versions;
using Pipeline.Models.Predictions;
using Pipeline.Packaging.Layers;

// What a command prints has happened: a test that kills the program may count on it.
Func<string[], Task> run = args[0] switch
{
    "snapshot" => SnapshotAsync,
    "extract" => ExtractAsync,
    "predictions" => LogAsync,
    _ => throw new ArgumentException($"There is no command '{args[0]}'."),
};
await run(args[1..]);

// Arguments: root, how many files, how many versions. File f of version v is v and f, repeated; prints each version.
static async Task SnapshotAsync(string[] args)
{
    var (files, count) = (int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
    var versions = new DatasetVersions(args[0], TimeProvider.System, new Progress<StepEvent>());
    for (var version = 0; version < count; version++)
    {
        SomeData.Write(Path.Combine(args[0], "data"), files, $"{Environment.ProcessId}-{version}");
        Console.WriteLine((await versions.SnapshotAsync(Path.Combine(args[0], "data"), default)).OrThrow().Version.Md5);
    }
}

// Arguments: layout, digest, folder, how many. Unpacks into folder-0, folder-1, ...; prints each that is complete.
static async Task ExtractAsync(string[] args)
{
    for (var i = 0; i < int.Parse(args[3], CultureInfo.InvariantCulture); i++)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"{args[2]}-{Environment.ProcessId}-{i}");
        var image = new ImageDigest(Digest.Parse(args[1]));
        await new LayerExtractor(new ExtractionLimits()).ExtractAsync(args[0], image, folder, default);
        Console.WriteLine(folder);
    }
}

// Arguments: folder. Logs predictions without end, of two at a time each gets an outcome, and prints its id once that is written.
static async Task LogAsync(string[] args)
{
    var server = PredictionIds.ServerNumber("test", Environment.ProcessId, DateTimeOffset.UtcNow);
    var options = new PredictionLogOptions
    {
        Folder = args[0],
        Server = string.Create(CultureInfo.InvariantCulture, $"{server:x16}"),
        FileBytes = 200_000,
    };
    await using var log = new PredictionLogWriter(options, TimeProvider.System, _ => { });
    var ids = new PredictionIds(server);
    while (true)
    {
        var id = ids.Next();
        log.TryWrite(SomeData.Prediction(id));
        log.TryWrite(SomeData.Prediction(ids.Next()));
        var outcome = new PredictionLogEntry.Feedback { Id = id, Time = DateTimeOffset.UtcNow, Outcome = LoggedValue.Of("yes") };
        if (await log.WriteAsync([outcome]))
            Console.WriteLine(id);
    }
}
