using Pipeline.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.Manifest.Syntax;

/// <summary>
/// One YAML document as nodes, with everything refused that a manifest has no use for: tags, anchors, aliases, duplicate
/// and structured keys, a second document. A refused piece does not hide the problems of the others.
/// </summary>
internal sealed class YamlReader
{
    private const int MostDepth = 64;

    private readonly string _file;
    private readonly string[] _lines;
    private readonly Parser _parser;
    private readonly List<Problem> _problems = [];
    private readonly Stack<CollectionStart> _open = [];

    private YamlReader(string text, string file)
    {
        _file = file;
        var normal = text.ReplaceLineEndings("\n");
        _lines = normal.Split('\n');
        _parser = new Parser(new StringReader(normal));
    }

    private sealed record CollectionStart(SourceLocation At, string? Closer);

    /// <summary>The root, or null when there is none; and all problems, those of refused pieces first.</summary>
    public static (YamlNode? Root, IReadOnlyList<Problem> Problems) Read(string text, string file)
    {
        var reader = new YamlReader(text, file);
        try
        {
            return (reader.Document(), reader._problems);
        }
        catch (SyntaxProblemException exception)
        {
            reader._problems.Add(exception.Problem);
            return (null, reader._problems);
        }
    }

    private YamlNode? Document()
    {
        Next();
        if (Next() is not DocumentStart start)
        {
            _problems.Add(new Problem(_file, 1, 1, "The file is empty; a manifest is accepted."));
            return null;
        }

        if (start.Version is { Version: not { Major: 1, Minor: 2 } })
            _problems.Add(At(start.Start).Problem("The file asks for another version of YAML; 1.2 is accepted.", "Remove the %YAML line."));
        Next();
        var root = Value();
        Next();
        if (Next() is DocumentStart second)
            _problems.Add(At(second.Start).Problem("A second document begins here; one is accepted.", "Remove the '---' or '...' before it."));
        return root;
    }

    private YamlNode Value()
    {
        var at = At(_parser.Current?.Start ?? Mark.Empty);
        if (_parser.Current is not (NodeEvent or AnchorAlias))
            throw new SyntaxProblemException(at.Problem("The YAML is malformed: a value is missing here."));
        var refused = Refused(at);
        var node = _parser.Current switch
        {
            Scalar scalar => Scalar(scalar, at),
            SequenceStart start => List(start, at),
            MappingStart start => Mapping(start, at),
            _ => (YamlNode?)null,
        };
        return refused || node is null ? new YamlRefused(at) : node;
    }

    private bool Refused(SourceLocation at)
    {
        var problem = _parser.Current switch
        {
            AnchorAlias alias => at.Problem($"'*{alias.Value}' is an alias, which is not accepted.", "Write the value out."),
            NodeEvent { Tag.IsEmpty: false } node => at.Problem($"'{Brief(node.Tag)}' is a tag, which is not accepted.", "Remove it."),
            NodeEvent { Anchor.IsEmpty: false } node => at.Problem($"'&{node.Anchor}' is an anchor, which is not accepted.", "Remove it."),
            _ => null,
        };
        if (problem is not null)
            _problems.Add(problem);
        return problem is not null;
    }

    private YamlNode Scalar(Scalar scalar, SourceLocation at)
    {
        var kind = scalar.Style == ScalarStyle.Plain ? CoreSchema.KindOf(scalar.Value) : ScalarKind.Text;
        if (!YamlText.HasHalfSurrogate(scalar.Value))
            return new YamlScalar(at, scalar.Value, kind);
        _problems.Add(at.Problem("The text has half a surrogate pair, which is no character."));
        return new YamlRefused(at);
    }

    private YamlList List(SequenceStart start, SourceLocation at)
    {
        Open(at, start.Style == SequenceStyle.Flow ? "]" : null);
        var items = new List<YamlNode>();
        while (Next() is not SequenceEnd)
            items.Add(Value());
        _open.Pop();
        return new YamlList(at, items);
    }

    private YamlMapping Mapping(MappingStart start, SourceLocation at)
    {
        Open(at, start.Style == MappingStyle.Flow ? "}" : null);
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, int?>(StringComparer.Ordinal);
        while (Next() is not MappingEnd)
        {
            var key = Value();
            Next();
            var value = Value();
            if (Key(key) is not { } name)
                continue;
            if (lines.TryAdd(name, key.At.Line))
                entries.Add(new YamlEntry(name, key.At, value));
            else
                _problems.Add(key.At.Problem($"'{YamlNode.Brief(name)}' is here for the second time; the first is in line {lines[name]}."));
        }

        _open.Pop();
        return new YamlMapping(at, entries);
    }

    private string? Key(YamlNode key)
    {
        if (key is YamlList or YamlMapping)
            _problems.Add(key.At.Problem($"{(key is YamlList ? "A list" : "A mapping")} is the key here; a text is accepted."));
        else if (Indentation(key.At).Contains('\t'))
            _problems.Add(key.At.Problem("A tab stands before this key; spaces are accepted."));
        return (key as YamlScalar)?.Text;
    }

    private ReadOnlySpan<char> Indentation(SourceLocation at)
    {
        var line = _lines[at.Line!.Value - 1].AsSpan();
        return line[..Math.Min(at.Column!.Value - 1, line.IndexOfAnyExcept(' ', '\t') is >= 0 and var end ? end : line.Length)];
    }

    private void Open(SourceLocation at, string? closer)
    {
        if (_open.Count == MostDepth)
            throw new SyntaxProblemException(at.Problem($"The nesting is deeper than {MostDepth}, which is the most that is read."));
        _open.Push(new CollectionStart(at, closer));
    }

    private ParsingEvent? Next()
    {
        var last = _parser.Current;
        try
        {
            return _parser.MoveNext() ? _parser.Current : null;
        }
        catch (YamlException exception) when (Tab() is { } tab && exception.Message.Contains("tab", StringComparison.Ordinal))
        {
            throw new SyntaxProblemException(tab.Problem("A tab stands before this key; spaces are accepted."));
        }
        catch (YamlException exception)
        {
            throw new SyntaxProblemException(At(exception.Start).Problem($"The YAML is malformed: {Sentence(exception.Message)}"));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException)
        {
            var unclosed = _open.TryPeek(out var open) && open.Closer is not null;
            throw new SyntaxProblemException(unclosed
                ? open!.At.Problem($"The YAML is malformed: what opens here is not closed with '{open.Closer}'.")
                : At(last?.End ?? Mark.Empty).Problem("The YAML is malformed from here on."));
        }
    }

    /// <summary>The parser says that there is one, and not where.</summary>
    private SourceLocation? Tab()
    {
        var line = Array.FindIndex(_lines, x => x.AsSpan().TrimStart(' ') is ['\t', .. var rest] && !rest.IsWhiteSpace());
        return line < 0 ? null : new SourceLocation(_file, line + 1, _lines[line].IndexOf('\t', StringComparison.Ordinal) + 1);
    }

    private static string Brief(TagName tag)
        => YamlNode.Brief(tag.Value.Replace("tag:yaml.org,2002:", "!!", StringComparison.Ordinal));

    private static string Sentence(string message)
    {
        var text = char.ToLowerInvariant(message[0]) + message[1..];
        return text.EndsWith('.') ? text : text + ".";
    }

    private SourceLocation At(Mark mark) => new(_file, Math.Clamp((int)mark.Line, 1, _lines.Length), Math.Max(1, (int)mark.Column));
}
