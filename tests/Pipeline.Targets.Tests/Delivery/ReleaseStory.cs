using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>
/// Two releases, a rollback, another one that has nowhere to go, and the end: played once, as every step needs those before it.
/// </summary>
public sealed partial class ReleaseStory : IAsyncLifetime
{
    private const string Environments =
        """
        project: release-tests
        environments:
          staging: {engine: process, address: auto, strategy: {type: recreate}}
          production: {engine: process, address: auto, strategy: {type: recreate}}
        """;

    private static readonly string[] Sources =
        ["src", "build", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"];

    private readonly DeliveryRoot _root = new();
    private readonly HttpClient _http = new();

    internal Scene Released { get; private set; } = Scene.None;

    internal Scene Changed { get; private set; } = Scene.None;

    internal Scene RolledBack { get; private set; } = Scene.None;

    internal Scene RolledBackAgain { get; private set; } = Scene.None;

    internal Child Registry { get; private set; } = Scene.None.Run;

    internal Child Down { get; private set; } = Scene.None.Run;

    internal Child StatusAfterDown { get; private set; } = Scene.None.Run;

    internal Child DownAgain { get; private set; } = Scene.None.Run;

    internal Child RollbackAfterDown { get; private set; } = Scene.None.Run;

    internal IReadOnlyList<string> ProcessesBeforeDown { get; private set; } = [];

    internal IReadOnlyList<string> ProcessesAfterDown { get; private set; } = [];

    internal IReadOnlyList<string> ProcessesAtTheEnd { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
            return;
        foreach (var name in Sources)
            _root.Link(name);
        _root.Write("environments.yml", Environments);

        Released = await PlayAsync("Release");
        _root.Change("trees: 20", "trees: 25");
        Changed = await PlayAsync("Release");
        RolledBack = await PlayAsync("Rollback --environment production");
        RolledBackAgain = await PlayAsync("Rollback --environment production");
        Registry = _root.Run("Registry");
        ProcessesBeforeDown = Processes();
        Down = _root.Run("Down");
        ProcessesAfterDown = Processes();
        StatusAfterDown = _root.Run("Status");
        DownAgain = _root.Run("Down");
        RollbackAfterDown = _root.Run("Rollback");
        ProcessesAtTheEnd = Processes();
    }

    public ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsLinux())
            _root.Run("Down");
        _http.Dispose();
        _root.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Scene> PlayAsync(string arguments)
    {
        var run = _root.Run(arguments);
        return new Scene(run, await AskAsync("staging"), await AskAsync("production"));
    }

    /// <summary>The model that answers a prediction there, by the address that Status shows.</summary>
    private async Task<Answer> AskAsync(string environment)
    {
        var status = _root.Run($"Status --environment {environment}");
        var address = Address().Match(status.Output).Value;
        if (address.Length == 0)
            return new Answer(0, status.Text);
        using var rows = JsonDocument.Parse(_root.Read("artifacts/loan-default/reference-rows.json"));
        using var body = new StringContent(rows.RootElement[0].GetProperty("inputs").GetRawText(), Encoding.UTF8);
        using var response = await _http.PostAsync(new Uri($"{address}/predict"), body);
        if (!response.IsSuccessStatusCode)
            return new Answer(0, await response.Content.ReadAsStringAsync());
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var model = answer.GetProperty("model");
        return new Answer(model.GetProperty("version").GetInt32(), model.GetProperty("digest").GetString()!);
    }

    /// <summary>The commands of all processes that name the folder of what runs.</summary>
    private List<string> Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Where(x => int.TryParse(Path.GetFileName(x), out _)).Select(CommandOf)
            .Where(x => x.Contains(_root.State, StringComparison.Ordinal))];

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    /// <summary>Which version answered, and its digest.</summary>
    internal sealed record Answer(int Version, string Digest);

    /// <summary>What a command said, and what answered after it.</summary>
    internal sealed record Scene(Child Run, Answer Staging, Answer Production)
    {
        public static Scene None { get; } = new(new Child(-1, "", "It was not run."), new Answer(0, ""), new Answer(0, ""));
    }
}
