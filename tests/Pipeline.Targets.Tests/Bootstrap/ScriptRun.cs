using System.Diagnostics;
using System.Text;

namespace Pipeline.Targets.Tests.Bootstrap;

/// <summary>A process under way, whose words can be waited for and which can be sent a signal.</summary>
internal sealed class ScriptRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task _errors;
    private readonly StringBuilder _said = new();

    public ScriptRun(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = ListenAsync();
    }

    public async Task<Outcome> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        var output = await _output.WaitAsync(Patience);
        await _errors.WaitAsync(Patience);
        return new Outcome(_process.ExitCode, output, Said());
    }

    public Task UntilSaidAsync(string words) => UntilAsync(() => Said().Contains(words, StringComparison.Ordinal));

    public async Task UntilAsync(Func<bool> happened)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!happened())
            await Task.Delay(20, limit.Token);
    }

    public void Kill() => _process.Kill();

    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("bash", ["-c", $"kill -{name} {_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_said)
                _said.Append(line).Append('\n');
        }
    }

    private string Said()
    {
        lock (_said)
            return _said.ToString();
    }
}
