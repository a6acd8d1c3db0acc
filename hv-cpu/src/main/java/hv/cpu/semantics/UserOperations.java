package hv.cpu.semantics;

import static hv.cpu.decode.Mnemonic.*;

import hv.cpu.decode.Mnemonic;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** The operations of the user-mode integer instructions, by mnemonic. */
public final class UserOperations {
    private final Map<Mnemonic, Operation> table = new EnumMap<>(Mnemonic.class);

    private UserOperations() {
        arithmetic();
        bits();
        moves();
        control();
        flags();
        bindAll(SETO, SETG, ConditionCodes::set);
        bindAll(CMOVO, CMOVG, ConditionCodes::move);
        bindAll(PREFETCHNTA, PREFETCHW, Moves::nothing);
        for (var m : EnumSet.of(NOP, LFENCE, MFENCE, SFENCE)) bind(m, Moves::nothing);
    }

    /** Operations by mnemonic; unmodifiable. */
    public static Map<Mnemonic, Operation> table() { return Collections.unmodifiableMap(new UserOperations().table); }

    private void bind(Mnemonic mnemonic, Operation operation) { table.put(mnemonic, operation); }

    private void bindAll(Mnemonic first, Mnemonic last, Operation operation) {
        for (var m : EnumSet.range(first, last)) bind(m, operation);
    }

    private void arithmetic() {
        bind(ADD, Alu::add); bind(ADC, Alu::adc); bind(SUB, Alu::sub); bind(SBB, Alu::sbb); bind(CMP, Alu::cmp); bind(INC, Alu::inc);
        bind(DEC, Alu::dec); bind(NEG, Alu::neg); bind(AND, Alu::and); bind(OR, Alu::or); bind(XOR, Alu::xor); bind(TEST, Alu::test);
        bind(NOT, Alu::not);
        bind(MUL, MulDiv::mul); bind(IMUL, MulDiv::imul); bind(DIV, MulDiv::div); bind(IDIV, MulDiv::idiv);
        bind(AAA, Bcd::aaa); bind(AAS, Bcd::aas); bind(AAM, Bcd::aam); bind(AAD, Bcd::aad); bind(DAA, Bcd::daa); bind(DAS, Bcd::das);
    }

    private void bits() {
        bind(SHL, Shifts::shl); bind(SHR, Shifts::shr); bind(SAR, Shifts::sar); bind(SHLD, Shifts::shld); bind(SHRD, Shifts::shrd);
        bind(ROL, Rotates::rol); bind(ROR, Rotates::ror); bind(RCL, Rotates::rcl); bind(RCR, Rotates::rcr);
        bind(BT, Bits::bt); bind(BTS, Bits::bts); bind(BTR, Bits::btr); bind(BTC, Bits::btc); bind(BSF, Bits::bsf); bind(BSR, Bits::bsr);
        bind(POPCNT, Bits::popcnt);
        bind(CRC32, Checks::crc32);
    }

    private void moves() {
        bind(MOV, Moves::mov); bind(MOVNTI, Moves::mov); bind(MOVZX, Moves::movzx); bind(MOVSX, Moves::movsx); bind(MOVSXD, Moves::movsx);
        bind(MOVBE, Moves::movbe); bind(BSWAP, Moves::bswap); bind(LEA, Moves::lea); bind(XLAT, Moves::xlat); bind(XCHG, Moves::xchg);
        bind(CBW, Moves::cbw); bind(CWD, Moves::cwd); bind(SALC, Moves::salc);
        bind(XADD, Atomics::xadd); bind(CMPXCHG, Atomics::cmpxchg); bind(CMPXCHG8B, Atomics::cmpxchg8b);
        bind(CMPXCHG16B, Atomics::cmpxchg16b);
        bind(PUSH, StackOps::push); bind(POP, StackOps::pop); bind(PUSHA, StackOps::pusha); bind(POPA, StackOps::popa);
        bind(ENTER, StackOps::enter); bind(LEAVE, StackOps::leave);
        bind(MOVS, StringOps::movs); bind(STOS, StringOps::stos); bind(LODS, StringOps::lods); bind(CMPS, StringOps::cmps);
        bind(SCAS, StringOps::scas);
    }

    private void control() {
        bind(JMP, NearBranches::jmp); bind(CALL, NearBranches::call); bind(RET, NearBranches::ret); bind(LOOP, NearBranches::loop);
        bind(LOOPE, NearBranches::loope); bind(LOOPNE, NearBranches::loopne); bind(JCXZ, NearBranches::jcxz);
        bind(JO, ConditionCodes::jo); bind(JNO, ConditionCodes::jno); bind(JB, ConditionCodes::jb); bind(JAE, ConditionCodes::jae);
        bind(JE, ConditionCodes::je); bind(JNE, ConditionCodes::jne); bind(JBE, ConditionCodes::jbe); bind(JA, ConditionCodes::ja);
        bind(JS, ConditionCodes::js); bind(JNS, ConditionCodes::jns); bind(JP, ConditionCodes::jp); bind(JNP, ConditionCodes::jnp);
        bind(JL, ConditionCodes::jl); bind(JGE, ConditionCodes::jge); bind(JLE, ConditionCodes::jle); bind(JG, ConditionCodes::jg);
        bind(BOUND, Checks::bound);
    }

    private void flags() {
        bind(CLC, FlagOps::clc); bind(STC, FlagOps::stc); bind(CMC, FlagOps::cmc); bind(CLD, FlagOps::cld); bind(STD, FlagOps::std);
        bind(LAHF, FlagOps::lahf); bind(SAHF, FlagOps::sahf);
        bind(PUSHF, FlagImages::pushf); bind(POPF, FlagImages::popf);
    }
}
