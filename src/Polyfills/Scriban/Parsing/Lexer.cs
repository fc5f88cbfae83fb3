using System.Collections.Generic;

namespace Scriban.Parsing;

/// <summary>Cuts a template into raw text and the words of its code blocks.</summary>
internal sealed partial class Lexer
{
    private readonly SourceText _source;
    private readonly string _text;
    private readonly int _end;
    private readonly bool _scriptOnly;
    private readonly LogMessageBag _messages;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _braces;

    public Lexer(SourceText source, LogMessageBag messages, bool scriptOnly)
        : this(source, messages, new TextPart(null, 0, source.Text.Length), scriptOnly)
    {
    }

    public Lexer(SourceText source, LogMessageBag messages, TextPart range, bool scriptOnly)
    {
        _source = source;
        _text = source.Text;
        _messages = messages;
        _at = range.Start;
        _end = range.End;
        _scriptOnly = scriptOnly;
    }

    private char Current => Peek(0);

    /// <summary>All tokens, of which the last is the end of the file.</summary>
    public IReadOnlyList<Token> Read()
    {
        if (_scriptOnly)
            ReadCode();
        while (_at < _end)
        {
            if (ReadText())
                ReadCode();
        }

        Add(TokenKind.EndOfFile, _end, _end);
        return _tokens;
    }

    private char Peek(int ahead) => _at + ahead < _end ? _text[_at + ahead] : '\0';

    private bool Follows(string text) =>
        string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0 && _at + text.Length <= _end;

    private void Add(TokenKind kind, int start, int end, object value = null) => _tokens.Add(
        new Token(kind, _source.Span(start, end), _text[start..end], value) { HasSpaceBefore = IsAfterSpace(start) });

    private bool IsAfterSpace(int start) => start > 0 && char.IsWhiteSpace(_text[start - 1]);

    private void Error(int start, string message) =>
        _messages.Add(new LogMessage(ParserMessageType.Error, _source.Span(start, start + 1), message));
}
