using Pipeline.Core.Identity;
using Pipeline.Core.Problems;

namespace Pipeline.Environments;

/// <summary>Where an environment keeps itself: on this machine, outside of every clone.</summary>
/// <param name="path">Absolute.</param>
public sealed class EnvironmentFolder(string path)
{
    public const string DocumentName = "environment.json";
    public const string JournalName = "journal.jsonl";
    public const string GatewayName = "gateway.json";
    public const string TokenName = "admin-token";
    public const string SecretName = "server-secret";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Document => System.IO.Path.Combine(Path, DocumentName);

    /// <summary>One event a line; see <see cref="JournalHead"/>.</summary>
    public string Journal => System.IO.Path.Combine(Path, JournalName);

    public string Gateway => System.IO.Path.Combine(Path, GatewayName);

    /// <summary>What a change is authorised with; readable by its owner alone.</summary>
    public string Token => System.IO.Path.Combine(Path, TokenName);

    /// <summary>What servers believe their gateway and rollouts by; readable by its owner alone.</summary>
    public string Secret => System.IO.Path.Combine(Path, SecretName);

    /// <summary>Held by the gateway that keeps this folder, for as long as it lives.</summary>
    public string Lock => System.IO.Path.Combine(Path, "gateway.lock");

    /// <summary>What servers and gateway write to their standard output.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>Images, unpacked by digest.</summary>
    public string Images => System.IO.Path.Combine(Path, "images");

    /// <summary>The gateway's own program, copied here so that no build changes it while it runs.</summary>
    public string Programs => System.IO.Path.Combine(Path, "programs");

    /// <summary>The prediction log of all its servers.</summary>
    public string Predictions => System.IO.Path.Combine(Path, "predictions");

    /// <summary>Windows of traffic as they were judged, and the alerts that came of them.</summary>
    public string Monitoring => System.IO.Path.Combine(Path, "monitoring");

    public string GatewayLog => System.IO.Path.Combine(Logs, "gateway.log");

    public string LogOf(int revision) => System.IO.Path.Combine(Logs, $"revision-{revision}.log");

    /// <summary>Where a revision's server says that it answers, once it does.</summary>
    public string AddressOf(int revision) => System.IO.Path.Combine(Logs, $"revision-{revision}.address");

    /// <param name="home">Usually <see cref="DefaultHome(Func{string, string?})"/>.</param>
    /// <param name="project">As in environments.yml.</param>
    /// <param name="environment">As in environments.yml.</param>
    /// <param name="model">Whose predictions it serves.</param>
    public static EnvironmentFolder Of(string home, string project, string environment, ModelName model) =>
        new(ContainedName(home, project, environment, model.ToString()));

    /// <summary>What a project has here, by environment and model, also what no environments.yml names any more.</summary>
    public static IReadOnlyList<(string Environment, ModelName Model)> List(string home, string project) =>
    [
        .. from environment in Below(ContainedName(home, project))
           from folder in Below(System.IO.Path.Combine(home, project, environment))
           where Slug.IsValid(environment) && ModelName.TryParse(folder, null, out _)
           select (environment, ModelName.Parse(folder)),
    ];

    /// <summary>
    /// By the XDG base directory specification: XDG_STATE_HOME if it is absolute, else ~/.local/state; where HOME is
    /// not set, that of the machine's list of users.
    /// </summary>
    /// <exception cref="InvalidInputException">None of these is a folder: the root of the disk is nobody's.</exception>
    public static string DefaultHome(Func<string, string?> variable) => DefaultHome(
        variable, System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile));

    /// <param name="variable">Of the process.</param>
    /// <param name="listed">By the machine's list of users; empty or the root of the disk where that has none.</param>
    internal static string DefaultHome(Func<string, string?> variable, string listed)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var home = Given(variable("XDG_STATE_HOME")) ?? System.IO.Path.Combine(UserHome(variable, listed), ".local", "state");
        return System.IO.Path.Combine(home, "pipeline");
    }

    /// <summary>Makes the folder where needed, for its owner alone, and the folder of its logs.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Logs);
    }

    private static string UserHome(Func<string, string?> variable, string listed) =>
        Given(variable("HOME")) ?? (IsAFolderOfItsOwn(listed) ? listed : throw Homeless());

    private static bool IsAFolderOfItsOwn(string home) => home.Length > 0 && home != System.IO.Path.GetPathRoot(home);

    private static string? Given(string? path) => path is { Length: > 0 } && System.IO.Path.IsPathRooted(path) ? path : null;

    private static InvalidInputException Homeless() => new([new Problem(
        "This user has no home folder, and neither XDG_STATE_HOME nor HOME is set to one.",
        "Set XDG_STATE_HOME to the absolute path of a folder that stays: there environments keep what runs.")]);

    private static IEnumerable<string> Below(string folder) => Directory.Exists(folder)
        ? Directory.GetDirectories(folder).Select(x => System.IO.Path.GetFileName(x)).Order(StringComparer.Ordinal)
        : [];

    private static string ContainedName(string home, params string[] names) =>
        Array.Find(names, x => !Slug.IsValid(x)) is { } wrong
            ? throw new ArgumentException($"'{wrong}' is no name of a folder; {Slug.Accepted} make one.", nameof(names))
            : System.IO.Path.Combine([home, .. names]);
}
