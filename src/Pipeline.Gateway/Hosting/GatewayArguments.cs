using System.CommandLine;
using System.Net;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Environments;

namespace Pipeline.Gateway.Hosting;

/// <summary>What a gateway is told at its start.</summary>
internal sealed record GatewayArguments
{
    public required GatewayMode Mode { get; init; }

    public required EnvironmentFolder Folder { get; init; }

    public required string Project { get; init; }

    public required string Environment { get; init; }

    public required ModelName Model { get; init; }

    /// <summary>
    /// Null is any free port of the loopback, chosen once and then kept. In a container, where its port is published.
    /// </summary>
    public IPEndPoint? Address { get; init; }

    public EnvironmentDocument Initial => new() { Project = Project, Environment = Environment, Model = Model };

    /// <summary>The same arguments for another mode.</summary>
    public IReadOnlyList<string> For(GatewayMode mode) =>
    [
        GatewayCommand.Word(mode), "--folder", Folder.Path, "--project", Project, "--environment", Environment,
        "--model", Model.ToString(), "--address", Address?.ToString() ?? "auto",
    ];
}

/// <summary>The gateway's command line: a mode with its options. Nothing unknown is passed over.</summary>
internal static class GatewayCommand
{
    private const string Auto = "auto";

    private static readonly Option<string> Folder = Required("--folder", "<path>", "The environment's folder.");
    private static readonly Option<string> Project = Required("--project", "<name>", "As in environments.yml.");
    private static readonly Option<string> Environment = Required("--environment", "<name>", "As in environments.yml.");

    private static readonly Option<string> Model = Checked(
        Required("--model", "<name>", "Whose predictions it serves."), x => ModelName.TryParse(x, null, out _), "a model's name");

    private static readonly Option<string> Address = Checked(
        new Option<string>("--address")
        {
            HelpName = "auto|host:port",
            DefaultValueFactory = _ => Auto,
            Description = "Where predictions are asked for; auto is a free port, chosen once and then kept.",
        },
        x => x == Auto || IPEndPoint.TryParse(x, out _),
        "an address; auto and 127.0.0.1:8081 are");

    /// <param name="run">Runs a gateway; its answer is the exit code.</param>
    public static RootCommand Create(Func<GatewayArguments, CancellationToken, Task<int>> run)
    {
        var root = new RootCommand("Keeps an environment of a model: forwards its requests, and starts and watches its servers.");
        foreach (var mode in Enum.GetValues<GatewayMode>())
        {
            var command = new Command(Word(mode), Describe(mode)) { Folder, Project, Environment, Model, Address };
            command.SetAction((result, cancellationToken) => run(Bind(mode, result), cancellationToken));
            root.Add(command);
        }

        root.Add(Relay());
        root.Add(Health());
        return root;
    }

    /// <summary>What is wrong with the arguments, a sentence each, with the name that was perhaps meant.</summary>
    public static IReadOnlyList<string> ProblemsOf(ParseResult result)
    {
        var isMode = result.CommandResult.Command is not RootCommand;
        var unknown = result.UnmatchedTokens.Where(x => x.StartsWith('-') || !isMode).ToList();
        return unknown.Count == 0
            ? [.. result.Errors.Select(x => x.Message)]
            : [.. unknown.Select(x => $"'{x}' is not known here. {NearestNames.Hint(x, Known(result, x))}")];
    }

    public static string Word(GatewayMode mode) =>
        mode == GatewayMode.TakeDown ? "take-down" : mode.ToString().ToLowerInvariant();

    private static string[] Known(ParseResult result, string token) => token.StartsWith('-')
        ? [.. Options(result.CommandResult.Command).Select(x => x.Name)]
        : [.. result.RootCommandResult.Command.Subcommands.Select(x => x.Name)];

    private static IEnumerable<Option> Options(Command command) =>
        command is RootCommand ? command.Subcommands[0].Options : command.Options;

    private static GatewayArguments Bind(GatewayMode mode, ParseResult result) => new()
    {
        Mode = mode,
        Folder = new EnvironmentFolder(result.GetRequiredValue(Folder)),
        Project = result.GetRequiredValue(Project),
        Environment = result.GetRequiredValue(Environment),
        Model = ModelName.Parse(result.GetRequiredValue(Model)),
        Address = result.GetRequiredValue(Address) is var address && address != Auto ? IPEndPoint.Parse(address) : null,
    };

    /// <summary>For whoever may start programs in the gateway's container: the ports in it are open to nobody else.</summary>
    private static Command Relay()
    {
        var command = new Command(
            Hosting.Relay.Word, "Connects whoever is at its standard input and output with addresses of the environment.");
        command.SetAction(_ => Hosting.Relay.RunAsync());
        return command;
    }

    private static Command Health()
    {
        var command = new Command("health", "Ends with 0 where the gateway of this container answers.");
        command.SetAction((_, token) => Hosting.Relay.AskAsync(GatewayHost.ContainedPort, token));
        return command;
    }

    private static Option<string> Required(string name, string help, string description) =>
        new(name) { Required = true, HelpName = help.Trim('<', '>'), Description = description };

    private static Option<string> Checked(Option<string> option, Func<string, bool> isGood, string accepted)
    {
        option.Validators.Add(x =>
        {
            if (x.Tokens.Count == 1 && !isGood(x.Tokens[0].Value))
                x.AddError($"'{x.Tokens[0].Value}' is not {accepted}.");
        });
        return option;
    }

    private static string Describe(GatewayMode mode) => mode switch
    {
        GatewayMode.Launch => "Starts a gateway that outlives this process, and ends once it listens.",
        GatewayMode.Watch => "Runs a gateway in a child process, and starts it again when it crashes.",
        GatewayMode.Serve => "Is the gateway.",
        GatewayMode.Contained => "Is the gateway in a container, whose servers are started and ended by whoever deploys.",
        _ => "Ends everything in an environment that has no gateway.",
    };
}

/// <summary>What one start of this program does.</summary>
internal enum GatewayMode
{
    /// <summary>Starts a watcher in a session of its own, and ends once the gateway listens.</summary>
    Launch,

    /// <summary>Serves in a child process, and starts it again when it crashes.</summary>
    Watch,

    /// <summary>Is the gateway.</summary>
    Serve,

    /// <summary>Is the gateway in a container, whose servers are started and ended by whoever deploys.</summary>
    Contained,

    /// <summary>Ends everything in an environment that has no gateway.</summary>
    TakeDown,
}
