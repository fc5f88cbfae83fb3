using System.Diagnostics.CodeAnalysis;
using System.Net;
using Pipeline.Core.Environments;
using Pipeline.Core.Identity;

namespace Pipeline.Gateway.Hosting;

/// <summary>What a gateway is told at its start.</summary>
internal sealed record GatewayArguments
{
    public const string Usage =
        "Pipeline.Gateway <launch|watch|serve|take-down> --folder <path> --project <name> --environment <name> --model <name> "
        + "[--address <auto|host:port>]";

    private static readonly string[] Names = ["--folder", "--project", "--environment", "--model", "--address"];

    public required GatewayMode Mode { get; init; }

    public required EnvironmentFolder Folder { get; init; }

    public required string Project { get; init; }

    public required string Environment { get; init; }

    public required ModelName Model { get; init; }

    /// <summary>Null is any free port of the loopback, chosen once and then kept.</summary>
    public IPEndPoint? Address { get; init; }

    public EnvironmentDocument Initial => new() { Project = Project, Environment = Environment, Model = Model };

    /// <summary>The same arguments for another mode.</summary>
    public IReadOnlyList<string> For(GatewayMode mode) =>
    [
        Word(mode), "--folder", Folder.Path, "--project", Project, "--environment", Environment, "--model", Model.ToString(),
        "--address", Address?.ToString() ?? "auto",
    ];

    public static bool TryParse(
        IReadOnlyList<string> arguments,
        [NotNullWhen(true)] out GatewayArguments? parsed,
        [NotNullWhen(false)] out string? problem)
    {
        parsed = null;
        problem = arguments.Count % 2 == 1 ? null : "One mode and pairs of a name and a value are accepted.";
        var values = new Dictionary<string, string>();
        foreach (var pair in arguments.Skip(1).Chunk(2).Where(x => x.Length == 2))
        {
            var isGood = Names.Contains(pair[0]) && values.TryAdd(pair[0], pair[1]);
            problem ??= isGood ? null : $"'{pair[0]}' is unknown, or given twice.";
        }

        problem ??= Array.Find(Names[..4], x => !values.ContainsKey(x)) is { } missing ? $"'{missing}' is missing." : null;
        if (problem is null)
            (parsed, problem) = Bind(arguments[0], values);
        return parsed is not null;
    }

    private static (GatewayArguments? Parsed, string? Problem) Bind(string mode, Dictionary<string, string> values)
    {
        var known = Enum.GetValues<GatewayMode>().Where(x => Word(x) == mode).ToList();
        var address = values.GetValueOrDefault("--address", "auto");
        IPEndPoint? endPoint = null;
        if (known.Count == 0)
            return (null, $"'{mode}' is not a mode.");
        if (!ModelName.TryParse(values["--model"], null, out var model))
            return (null, $"'{values["--model"]}' is not a model's name.");
        if (address != "auto" && !IPEndPoint.TryParse(address, out endPoint))
            return (null, $"'{address}' is not an address; auto and 127.0.0.1:8081 are.");
        return (new GatewayArguments
        {
            Mode = known[0],
            Folder = new EnvironmentFolder(values["--folder"]),
            Project = values["--project"],
            Environment = values["--environment"],
            Model = model,
            Address = endPoint,
        }, null);
    }

    private static string Word(GatewayMode mode) =>
        mode == GatewayMode.TakeDown ? "take-down" : mode.ToString().ToLowerInvariant();
}
