using System;
using System.Collections.Generic;

namespace Nuke.Common.Tooling;

/// <summary>A started process, whose output is read while it runs.</summary>
public interface IProcess : IDisposable
{
    string FileName { get; }

    /// <summary>The arguments as they may be shown: secrets are redacted.</summary>
    string Arguments { get; }

    string WorkingDirectory { get; }
    IReadOnlyCollection<Output> Output { get; }
    int ExitCode { get; }
    bool HasExited { get; }
    int Id { get; }

    /// <summary>Ends the process and all that it started.</summary>
    void Kill();

    /// <summary>Waits for the end, or the timeout, after which the process is killed.</summary>
    /// <returns>False when the timeout came first.</returns>
    bool WaitForExit();
}
