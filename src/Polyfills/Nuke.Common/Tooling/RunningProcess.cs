using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Nuke.Common.Tooling;

/// <summary>A process whose two streams are read, line by line, into one list while it runs.</summary>
internal sealed class RunningProcess : IProcess
{
    /// <summary>How long a stream may be silent after the process ended, before whoever holds it is left alone.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private readonly ProcessInvocation _invocation;
    private readonly Process _process;
    private readonly List<Output> _output = [];
    private readonly Lock _outputLock = new();
    private readonly Task[] _readers;

    private RunningProcess(ProcessInvocation invocation, Process process)
    {
        _invocation = invocation;
        _process = process;
        _readers = [Read(process.StandardOutput, OutputType.Std), Read(process.StandardError, OutputType.Err)];
    }

    public string FileName => _invocation.ToolPath;
    public string Arguments => _invocation.Filter(_invocation.Arguments);
    public string WorkingDirectory => _invocation.WorkingDirectory;
    public int ExitCode => _process.ExitCode;
    public bool HasExited => _process.HasExited;
    public int Id => _process.Id;

    public IReadOnlyCollection<Output> Output
    {
        get
        {
            lock (_outputLock)
                return [.. _output];
        }
    }

    public static RunningProcess Start(ProcessInvocation invocation)
    {
        var process = new Process { StartInfo = invocation.ToStartInfo() };
        ChildProcesses.Start(process);
        return new RunningProcess(invocation, process);
    }

    public bool WaitForExit()
    {
        var exited = _process.WaitForExit(_invocation.Timeout ?? Timeout.Infinite);
        if (!exited)
            Kill();
        Drain();
        ChildProcesses.Forget(_process);
        return exited;
    }

    public void Kill()
    {
        ChildProcesses.Kill(_process);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        ChildProcesses.Forget(_process);
        _process.Dispose();
    }

    /// <summary>Reads to the end; a grandchild that lives on may hold a stream open for ever, and is not waited for.</summary>
    private void Drain()
    {
        var before = -1;
        while (!Task.WaitAll(_readers, Silence) && before != Output.Count)
            before = Output.Count;
    }

    private Task Read(StreamReader reader, OutputType type) => Task.Factory.StartNew(
        () => ReadLines(reader, type), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Reads on to the end after a logger has thrown, or the process would wait for a reader for ever.</summary>
    private void ReadLines(StreamReader reader, OutputType type)
    {
        try
        {
            while (reader.ReadLine() is { } line)
                Receive(type, _invocation.Filter(line));
        }
        finally
        {
            reader.BaseStream.CopyTo(Stream.Null);
        }
    }

    private void Receive(OutputType type, string text)
    {
        lock (_outputLock)
        {
            _output.Add(new Output { Type = type, Text = text });
            if (_invocation.LogOutput)
                _invocation.Logger(type, text);
        }
    }
}
