using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>Commands in a repository of their own, and what answers in its two environments after each.</summary>
public abstract partial class Story : IAsyncLifetime
{
    internal const string Environments =
        """
        project: release-tests
        environments:
          staging: {engine: process, address: auto, strategy: {type: recreate}}
          production: {engine: process, address: auto, strategy: {type: recreate}}
        """;

    internal const string Gate = "{metric: roc_auc, at-least: 0.80}";

    private readonly HttpClient _http = new();

    /// <summary>What is told of a command before it was run.</summary>
    internal static Scene Nothing { get; } = new(new Child(-1, "", "It was not run."), new Answer(0, ""), new Answer(0, ""));

    internal DeliveryRoot Root { get; } = new();

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync()
    {
        if (OperatingSystem.IsLinux())
            Root.Run("Down");
        _http.Dispose();
        Root.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal void Begin() => Root.Write("environments.yml", Environments);

    internal Task<Scene> PlayAsync(string arguments, DeliveryRoot? clone = null) =>
        PlayAsync(arguments, x => (clone ?? Root).Run(x));

    internal async Task<Scene> PlayAsync(string arguments, Func<string, Child> play)
    {
        var run = play(arguments);
        return new Scene(run, await AskAsync("staging"), await AskAsync("production"));
    }

    /// <summary>The model that answers a prediction there, by the address that Status shows.</summary>
    internal async Task<Answer> AskAsync(string environment)
    {
        var status = Root.Run($"Status --environment {environment}");
        var address = Address().Match(status.Output).Value;
        if (address.Length == 0)
            return new Answer(0, status.Text);
        using var rows = JsonDocument.Parse(Root.Read("artifacts/loan-default/reference-rows.json"));
        using var body = new StringContent(rows.RootElement[0].GetProperty("inputs").GetRawText(), Encoding.UTF8);
        using var response = await _http.PostAsync(new Uri($"{address}/predict"), body);
        if (!response.IsSuccessStatusCode)
            return new Answer(0, await response.Content.ReadAsStringAsync());
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var model = answer.GetProperty("model");
        return new Answer(model.GetProperty("version").GetInt32(), model.GetProperty("digest").GetString()!);
    }

    /// <summary>The commands of all processes that name the folder of what runs.</summary>
    internal List<string> Processes() => ProcessesOf(Root.State);

    internal static List<string> ProcessesOf(string state) =>
        [.. Directory.EnumerateDirectories("/proc").Where(x => int.TryParse(Path.GetFileName(x), out _)).Select(CommandOf)
            .Where(x => x.Contains(state, StringComparison.Ordinal))];

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
    internal sealed record Scene(Child Run, Answer Staging, Answer Production);
}
