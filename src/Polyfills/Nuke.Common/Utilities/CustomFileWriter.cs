using System;
using System.IO;

namespace Nuke.Common.Utilities;

/// <summary>Writes indented text, one line at a time; a line without text carries no indentation either.</summary>
public class CustomFileWriter(StreamWriter streamWriter, int indentationFactor, string commentPrefix)
{
    private int _indentation;

    public void WriteLine(string text = null) =>
        streamWriter.WriteLine(string.IsNullOrEmpty(text) ? string.Empty : Indented(text));

    public void WriteComment(string text = null) =>
        WriteLine(string.IsNullOrEmpty(text) ? commentPrefix : $"{commentPrefix} {text}");

    /// <summary>Indents what is written until the result is disposed.</summary>
    public IDisposable Indent()
    {
        _indentation++;
        return new Indentation(this);
    }

    public void Write(Action<CustomFileWriter> writer) => writer(this);

    private string Indented(string text) => new string(' ', _indentation * indentationFactor) + text;

    private sealed class Indentation(CustomFileWriter writer) : IDisposable
    {
        private bool _disposed;

        public void Dispose()
        {
            writer._indentation -= _disposed ? 0 : 1;
            _disposed = true;
        }
    }
}
